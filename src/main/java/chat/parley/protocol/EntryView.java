package chat.parley.protocol;

import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.FileRef;
import chat.parley.model.MessageId;
import chat.parley.model.MessageState;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry of a journal as it is sent. {@code type} says which of the fields there are; the others are left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EntryView(
        RoomId room,
        long seq,
        long time,
        User sender,
        String type,
        MessageId id,
        @Nullable String text,
        @Nullable List<FileRef> files,
        @Nullable Long replyTo,
        @Nullable List<UserId> mentions,
        @Nullable Boolean mentionsRoom,
        MessageState.@Nullable Edited edited,
        MessageState.@Nullable Deleted deleted,
        @Nullable Map<String, List<Object>> reactions,
        @Nullable Boolean pinned,
        @Nullable Long thread,
        MessageState.@Nullable Replies replies,
        @Nullable Long target,
        @Nullable String emoji,
        @Nullable Boolean on,
        Room.@Nullable Kind kind,
        @Nullable String name,
        @Nullable String topic,
        Room.@Nullable History history,
        @Nullable Integer retentionDays,
        @Nullable Boolean archived,
        @Nullable User user,
        Content.@Nullable Change change,
        @Nullable Role role,
        @Nullable Long until,
        @Nullable String reason,
        Room.@Nullable Label label,
        Room.@Nullable LabelReason labelReason) {
    public static EntryView of(Entry entry) {
        Fields fields = new Fields(entry);
        Content content = entry.content();
        if (content instanceof Content.Message message) {
            fields.message(message, entry.state());
        } else if (content instanceof Content.Edit edit) {
            fields.edit(edit);
        } else if (content instanceof Content.Delete delete) {
            fields.type = "delete";
            fields.target = delete.target();
        } else if (content instanceof Content.React react) {
            fields.type = "react";
            fields.target = react.target();
            fields.emoji = react.emoji();
            fields.on = react.on();
        } else if (content instanceof Content.Pin pin) {
            fields.type = "pin";
            fields.target = pin.target();
            fields.on = pin.on();
        } else {
            fields.ofRoom(content);
        }
        return fields.view();
    }

    /** The fields of a view while it is made. */
    private static final class Fields {
        private final Entry entry;
        private String type = "message";
        private @Nullable String text;
        private @Nullable List<FileRef> files;
        private @Nullable Long replyTo;
        private @Nullable List<UserId> mentions;
        private @Nullable Boolean mentionsRoom;
        private MessageState.@Nullable Edited edited;
        private MessageState.@Nullable Deleted deleted;
        private @Nullable Map<String, List<Object>> reactions;
        private @Nullable Boolean pinned;
        private @Nullable Long thread;
        private MessageState.@Nullable Replies replies;
        private @Nullable Long target;
        private @Nullable String emoji;
        private @Nullable Boolean on;
        private Room.@Nullable Kind kind;
        private @Nullable String name;
        private @Nullable String topic;
        private Room.@Nullable History history;
        private @Nullable Integer retentionDays;
        private @Nullable Boolean archived;
        private @Nullable User user;
        private Content.@Nullable Change change;
        private @Nullable Role role;
        private @Nullable Long until;
        private @Nullable String reason;
        private Room.@Nullable Label label;
        private Room.@Nullable LabelReason labelReason;

        Fields(Entry entry) {
            this.entry = entry;
        }

        void message(Content.Message message, @Nullable MessageState state) {
            text = message.text();
            files = message.files().isEmpty() ? null : message.files();
            replyTo = message.replyTo();
            mentions(message.mentions(), message.mentionsRoom());
            if (state != null) {
                edited = state.edited();
                deleted = state.deleted();
                pinned = state.pinned() ? Boolean.TRUE : null;
                thread = state.thread();
                replies = state.replies();
                reactions = state.reactions().isEmpty() ? null : reactions(state.reactions());
            }
        }

        private void mentions(List<UserId> users, boolean everybody) {
            mentions = users.isEmpty() ? null : users;
            mentionsRoom = everybody ? Boolean.TRUE : null;
        }

        /** The people of each emoji; after the most that are named, how many there are. */
        private static Map<String, List<Object>> reactions(Map<String, MessageState.Reaction> given) {
            Map<String, List<Object>> reactions = new LinkedHashMap<>();
            given.forEach((each, reaction) -> {
                List<Object> people = new ArrayList<>(reaction.users());
                if (reaction.count() > reaction.users().size()) {
                    people.add(reaction.count());
                }
                reactions.put(each, people);
            });
            return reactions;
        }

        void edit(Content.Edit edit) {
            type = "edit";
            target = edit.target();
            text = edit.text();
            mentions(edit.mentions(), edit.mentionsRoom());
        }

        void ofRoom(Content content) {
            if (content instanceof Content.Created created) {
                type = "created";
                kind = created.kind();
                name = created.name();
                topic = created.topic();
                history = created.history();
            } else if (content instanceof Content.Topic changed) {
                type = "topic";
                topic = changed.topic();
            } else if (content instanceof Content.Rename rename) {
                type = "rename";
                name = rename.name();
            } else if (content instanceof Content.Settings settings) {
                type = "settings";
                history = settings.history();
                retentionDays = settings.retentionDays();
                archived = settings.archived();
            } else if (content instanceof Content.Label changed) {
                type = "label";
                label = changed.label();
                labelReason = changed.labelReason();
            } else {
                ofPeople(content);
            }
        }

        private void ofPeople(Content content) {
            if (content instanceof Content.Member member) {
                type = "member";
                user = member.user();
                change = member.change();
                reason = member.reason();
            } else if (content instanceof Content.Mute mute) {
                type = "mute";
                user = mute.user();
                until = mute.until();
                reason = mute.reason();
            } else if (content instanceof Content.SetRole given) {
                type = "role";
                user = given.user();
                role = given.role();
            }
        }

        EntryView view() {
            return new EntryView(
                    entry.room(),
                    entry.seq(),
                    entry.time(),
                    entry.sender(),
                    type,
                    entry.id(),
                    text,
                    files,
                    replyTo,
                    mentions,
                    mentionsRoom,
                    edited,
                    deleted,
                    reactions,
                    pinned,
                    thread,
                    replies,
                    target,
                    emoji,
                    on,
                    kind,
                    name,
                    topic,
                    history,
                    retentionDays,
                    archived,
                    user,
                    change,
                    role,
                    until,
                    reason,
                    label,
                    labelReason);
        }
    }
}
