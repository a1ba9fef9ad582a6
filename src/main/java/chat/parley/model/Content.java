package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an entry of a room's journal says. Each kind is one lasting change. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(Content.Message.class),
    @JsonSubTypes.Type(Content.Edit.class),
    @JsonSubTypes.Type(Content.Delete.class),
    @JsonSubTypes.Type(Content.React.class),
    @JsonSubTypes.Type(Content.Pin.class),
    @JsonSubTypes.Type(Content.Created.class),
    @JsonSubTypes.Type(Content.Topic.class),
    @JsonSubTypes.Type(Content.Rename.class),
    @JsonSubTypes.Type(Content.Settings.class),
    @JsonSubTypes.Type(Content.Member.class),
    @JsonSubTypes.Type(Content.Mute.class),
    @JsonSubTypes.Type(Content.SetRole.class),
    @JsonSubTypes.Type(Content.Label.class)
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Content {
    /** What changes an earlier message: {@code target} is its number. */
    sealed interface Amendment extends Content {
        long target();
    }

    /**
     * Somebody said something, with or without files. {@code replyTo}: the number of the message it answers.
     * {@code mentions} and {@code mentionsRoom}: whom the server found named in the text.
     */
    @JsonTypeName("message")
    record Message(
            String text,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FileRef> files,
            @Nullable Long replyTo,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UserId> mentions,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean mentionsRoom)
            implements Content {
        public Message(
                String text,
                @Nullable List<FileRef> files,
                @Nullable Long replyTo,
                @Nullable List<UserId> mentions,
                boolean mentionsRoom) {
            this.text = text;
            this.files = files == null ? List.of() : List.copyOf(files);
            this.replyTo = replyTo;
            this.mentions = mentions == null ? List.of() : List.copyOf(mentions);
            this.mentionsRoom = mentionsRoom;
        }

        public Message(String text, List<FileRef> files) {
            this(text, files, null, List.of(), false);
        }

        /** Everything that it refers to: its files, and their previews. */
        public List<FileId> allFiles() {
            return files.stream()
                    .flatMap(file ->
                            file.preview() == null ? Stream.of(file.id()) : Stream.of(file.id(), file.preview()))
                    .toList();
        }

        /** With what an edit puts in place of its text. */
        public Message saying(Edit edit) {
            return new Message(
                    edit.text() == null ? "" : edit.text(), files, replyTo, edit.mentions(), edit.mentionsRoom());
        }

        /** What is left of it when it was deleted. */
        public Message erased() {
            return new Message("", List.of(), replyTo, List.of(), false);
        }
    }

    /** A new text. {@code text} is null once a later edit or a deletion took its place. */
    @JsonTypeName("edit")
    record Edit(
            long target,
            @Nullable String text,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UserId> mentions,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean mentionsRoom)
            implements Amendment {
        public Edit(long target, @Nullable String text, @Nullable List<UserId> mentions, boolean mentionsRoom) {
            this.target = target;
            this.text = text;
            this.mentions = mentions == null ? List.of() : List.copyOf(mentions);
            this.mentionsRoom = mentionsRoom;
        }

        public Edit superseded() {
            return new Edit(target, null, List.of(), false);
        }
    }

    @JsonTypeName("delete")
    record Delete(long target) implements Amendment {}

    /** A reaction given ({@code on}) or taken back. */
    @JsonTypeName("react")
    record React(long target, String emoji, boolean on) implements Amendment {}

    @JsonTypeName("pin")
    record Pin(long target, boolean on) implements Amendment {}

    /** The first entry of a room that somebody made, who is its first owner. */
    @JsonTypeName("created")
    record Created(Room.Kind kind, String name, String topic, Room.History history) implements Content {}

    @JsonTypeName("topic")
    record Topic(String topic) implements Content {}

    @JsonTypeName("rename")
    record Rename(String name) implements Content {}

    /** What is null stays as it is; {@code retentionDays} 0: for ever. */
    @JsonTypeName("settings")
    record Settings(
            Room.@Nullable History history,
            @Nullable Integer retentionDays,
            @Nullable Boolean archived) implements Content {}

    /** Somebody's membership changed. The entry's sender did it: themselves, or who keeps order. */
    @JsonTypeName("member")
    record Member(User user, Change change, @Nullable String reason) implements Content {
        /** Whether the user reads no further than this entry. */
        public boolean ends() {
            return change == Change.LEFT || change == Change.KICKED || change == Change.BANNED;
        }
    }

    /** How a membership changes. */
    enum Change {
        @JsonProperty("joined")
        JOINED,
        @JsonProperty("left")
        LEFT,
        @JsonProperty("invited")
        INVITED,
        @JsonProperty("kicked")
        KICKED,
        @JsonProperty("banned")
        BANNED,
        @JsonProperty("unbanned")
        UNBANNED,
        @JsonProperty("declined")
        DECLINED
    }

    /** {@code until} in milliseconds since 1970; null: may talk again. */
    @JsonTypeName("mute")
    record Mute(User user, @Nullable Long until, @Nullable String reason) implements Content {}

    /** Who can read the room, and why, is another than before: somebody came or went by whom it changes. */
    @JsonTypeName("label")
    record Label(Room.Label label, Room.LabelReason labelReason) implements Content {}

    @JsonTypeName("role")
    record SetRole(User user, Role role) implements Content {}
}
