package chat.parley.protocol;

import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.FileRef;
import chat.parley.model.MessageId;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.SessionId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server sends: the shapes of results and notifications in {@code docs/protocol.md}. */
public interface Views {
    /** A user whose presence is known. */
    record UserView(
            UserId id,
            UserName name,
            UserKind kind,
            boolean online,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean gone) {
        public static UserView of(User user, boolean online, boolean gone) {
            return new UserView(user.id(), user.name(), user.kind(), online, gone);
        }
    }

    /** A room as one of its members sees it. */
    record RoomView(
            RoomId id,
            Room.Kind kind,
            String name,
            Room.Label label,
            Room.LabelReason labelReason,
            long firstSequence,
            long lastSequence,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            UserView peer) {}

    record HelloView(
            int protocol,
            String server,
            long time,
            List<String> features,
            List<String> logins,
            String filesUrl,
            LimitsView limits) {}

    record LimitsView(
            int frameBytes,
            int textLength,
            int historyPage,
            long fileBytes,
            int filesPerMessage,
            int messagesPerSecond,
            long loginSeconds,
            long idleSeconds) {}

    record LoginView(UserView user, SessionId session, String token, int graceSeconds, List<RoomView> rooms) {}

    record RoomsView(List<RoomView> rooms) {}

    record ResumedView(Map<RoomId, RangeView> rooms) {}

    /** {@code from}: what follows it is delivered. */
    record RangeView(long first, long from, long last) {}

    record HistoryView(RoomId room, long first, long last, List<EntryView> entries) {}

    record PostedView(RoomId room, MessageId id, long seq, long time) {}

    record PeopleView(List<UserView> people, int total) {}

    record LinkView(String url, long expires) {}

    record TimeView(long time) {}

    record NothingView() {}

    record EndedView(String reason) {}

    record StoppingView(String reason, int retryAfterSeconds) {}

    /** An entry of a journal. */
    record EntryView(
            RoomId room,
            long seq,
            long time,
            User sender,
            String type,
            MessageId id,
            String text,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FileRef> files) {
        public static EntryView of(Entry entry) {
            Content.Message message = (Content.Message) entry.content();
            return new EntryView(
                    entry.room(),
                    entry.seq(),
                    entry.time(),
                    entry.sender(),
                    "message",
                    entry.id(),
                    message.text(),
                    message.files());
        }
    }
}
