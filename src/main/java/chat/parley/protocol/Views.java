package chat.parley.protocol;

import chat.parley.model.Content;
import chat.parley.model.FileId;
import chat.parley.model.MessageId;
import chat.parley.model.Profile;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.Secret;
import chat.parley.model.SessionId;
import chat.parley.model.Status;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server sends: the shapes of results and notifications in {@code docs/protocol.md}. */
public interface Views {
    /** A user whose presence is known. {@code status} is absent for who is online and neither away nor undisturbable. */
    record UserView(
            UserId id,
            UserName name,
            UserKind kind,
            boolean online,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean gone,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String display,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            FileId avatar,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Status status,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long lastSeen) {
        public static UserView of(User user, boolean online, boolean gone, Profile profile) {
            return new UserView(
                    user.id(),
                    user.name(),
                    user.kind(),
                    online,
                    gone,
                    profile.display(),
                    profile.avatar(),
                    profile.status() == Status.ONLINE ? null : profile.status(),
                    profile.lastSeen());
        }
    }

    /**
     * A room as one of its members sees it. To somebody who is only invited it has a name, a topic and who invited; what
     * is null is left out.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RoomView(
            RoomId id,
            Room.Kind kind,
            String name,
            String topic,
            Room.Label label,
            Room.LabelReason labelReason,
            long firstSequence,
            long lastSequence,
            Membership membership,
            @Nullable User invitedBy,
            @Nullable Role role,
            @Nullable Integer memberCount,
            Room.@Nullable History history,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean archived,
            @Nullable Integer retentionDays,
            @Nullable Long mutedUntil,
            @Nullable Long read,
            @Nullable Integer unread,
            @Nullable Integer mentions,
            @Nullable UserView peer) {}

    /** What somebody is to a room. */
    enum Membership {
        @JsonProperty("joined")
        JOINED,
        @JsonProperty("invited")
        INVITED
    }

    record MembersView(List<MemberView> members, int total) {}

    /** {@code mutedUntil} in milliseconds since 1970. */
    record MemberView(
            UserView user,
            Role role,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long mutedUntil) {}

    record FoundRoomsView(List<FoundRoomView> rooms) {}

    /** A public room as somebody sees it who looks for one. */
    record FoundRoomView(RoomId id, String name, String topic, int memberCount, boolean joined) {}

    record ReadView(RoomId room, long seq, int unread, int mentions) {}

    record TypingView(RoomId room, User user, boolean on) {}

    record ReadersView(List<ReaderPlace> readers) {}

    /** {@code user}: the id of whoever has read up to {@code seq}. */
    record ReaderPlace(UserId user, long seq) {}

    /** {@code user}: the id of whoever has read up to {@code seq}. */
    record ReaderView(RoomId room, UserId user, long seq) {}

    record ThreadView(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            EntryView root,

            List<EntryView> replies,
            boolean more) {}

    record EntriesView(List<EntryView> entries) {}

    /** {@code next}: where the next page begins. */
    record HitsView(
            List<HitView> results,
            boolean more,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String next) {}

    /** {@code highlights}: places in the text, each with its start and end in UTF-16 units. */
    record HitView(EntryView entry, List<List<Integer>> highlights) {}

    /** {@code by}: who did it, when it was somebody else. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LeftView(
            RoomId room,
            Content.Change change,
            @Nullable String reason,
            @Nullable User by) {}

    /** {@code filesAuthority} is left out unless the server is its own certificate authority. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HelloView(
            int protocol,
            String server,
            long time,
            List<String> features,
            List<String> logins,
            String filesUrl,
            @Nullable String filesAuthority,
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

    record LoginView(UserView user, SessionId session, Secret token, int graceSeconds, List<RoomView> rooms) {}

    record RoomsView(List<RoomView> rooms) {}

    record ResumedView(Map<RoomId, RangeView> rooms) {}

    /** {@code from}: what follows it is delivered. */
    record RangeView(long first, long from, long last) {}

    record HistoryView(RoomId room, long first, long last, List<EntryView> entries) {}

    record PostedView(RoomId room, MessageId id, long seq, long time) {}

    record PeopleView(List<UserView> people, int total) {}

    /** Those found, without a count of all there are. */
    record FoundView(List<UserView> people) {}

    record InvitedView(UserKind role, long expires) {}

    record SessionsView(List<SessionView> sessions) {}

    record SessionView(
            SessionId id,
            boolean current,
            String client,
            String address,
            long created,
            long lastUsed,
            boolean online) {}

    record BlocksView(List<UserView> users) {}

    /** An account as an administrator sees it. */
    record AccountView(
            @JsonUnwrapped UserView user,
            String state,
            long created,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long storage) {}

    record AccountsView(
            List<AccountView> users,
            int total,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long storage) {}

    /** How the server is. What a part that fails would say of itself is left out. */
    record ServerView(
            String server,
            long started,
            boolean ready,
            Map<String, String> checks,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            StorageView journal,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            StorageView files,

            ConnectionsView connections,
            int online) {}

    record StorageView(long used, long free) {}

    record ConnectionsView(int web, @JsonProperty("native") int nativeDoor, int legacy) {}

    record ResetLinkView(Secret url, long expires) {}

    record InviteLinkView(String id, Secret url, long expires) {}

    record InvitesView(List<InviteView> invites) {}

    record InviteView(
            String id,
            UserKind role,
            int uses,
            int used,
            long created,
            long expires,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String createdBy) {}

    record AuditView(List<ActView> entries) {}

    record ActView(
            long number,
            long time,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            PartyView by,

            String action,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            PartyView user,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String detail) {}

    record PartyView(UserId id, String name) {}

    record LinkView(String url, long expires) {}

    record TimeView(long time) {}

    record NothingView() {}

    record EndedView(String reason) {}

    record StoppingView(String reason, int retryAfterSeconds) {}
}
