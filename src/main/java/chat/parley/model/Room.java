package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room as it is now. {@code members} lists the two people of a direct conversation and is empty for other rooms;
 * {@code name} is empty for a direct conversation; {@code retentionDays} null: entries are kept for ever.
 */
public record Room(
        RoomId id,
        Kind kind,
        String name,
        String topic,
        History history,
        boolean archived,
        @Nullable Integer retentionDays,
        Label label,
        LabelReason labelReason,
        List<User> members) {
    /** Who is in a room. */
    public enum Kind {
        /** Everybody. */
        @JsonProperty("lobby")
        LOBBY,
        /** Whoever joined; everybody can find it and join. */
        @JsonProperty("public")
        PUBLIC,
        /** Whoever was invited and joined; nobody else knows of it. */
        @JsonProperty("private")
        PRIVATE,
        /** Two people. */
        @JsonProperty("direct")
        DIRECT
    }

    /** What a member can read of the time before joining. */
    public enum History {
        /** Everything that is kept. */
        @JsonProperty("all")
        ALL,
        /** Nothing. */
        @JsonProperty("joined")
        JOINED
    }

    /** Who can read a room. */
    public enum Label {
        /** The server can. */
        @JsonProperty("open")
        OPEN
    }

    /** Why a room has its label. */
    public enum LabelReason {
        /** Anybody may come in. */
        PUBLIC,
        /** A legacy client, which shares one key with the server, takes part. */
        LEGACY_CLIENT,
        /** A guest, who has no keys that last, takes part. */
        GUEST,
        /** Rooms of accounts are open until sealed rooms exist. */
        NOT_SEALED_YET
    }

    public static final int TOPIC_LENGTH = 1_000;
    public static final Room LOBBY = lobby("", null);

    public Room {
        members = List.copyOf(members);
    }

    public Room(RoomId id, Kind kind, Label label, LabelReason labelReason, List<User> members) {
        this(id, kind, "", "", History.ALL, false, null, label, labelReason, members);
    }

    /** The room that everybody is in. */
    public static Room lobby(String topic, @Nullable Integer retentionDays) {
        return new Room(
                RoomId.LOBBY,
                Kind.LOBBY,
                "Lobby",
                topic,
                History.ALL,
                false,
                retentionDays,
                Label.OPEN,
                LabelReason.PUBLIC,
                List.of());
    }

    /** The conversation of two people, with the reason for its label. */
    public static Room direct(RoomId id, User one, User other) {
        return new Room(id, Kind.DIRECT, Label.OPEN, reason(one.kind(), other.kind()), List.of(one, other));
    }

    private static LabelReason reason(UserKind one, UserKind other) {
        if (one == UserKind.LEGACY || other == UserKind.LEGACY) {
            return LabelReason.LEGACY_CLIENT;
        }
        return one == UserKind.GUEST || other == UserKind.GUEST ? LabelReason.GUEST : LabelReason.NOT_SEALED_YET;
    }

    /** Why a room of this kind is labelled as it is. */
    public static LabelReason reason(Kind kind, boolean guests) {
        if (kind == Kind.PUBLIC || kind == Kind.LOBBY) {
            return LabelReason.PUBLIC;
        }
        return guests ? LabelReason.GUEST : LabelReason.NOT_SEALED_YET;
    }

    /** The history of a new room unless its owner says otherwise. */
    public static History usualHistory(Kind kind) {
        return kind == Kind.PRIVATE ? History.JOINED : History.ALL;
    }

    public Room named(String newName) {
        return new Room(id, kind, newName, topic, history, archived, retentionDays, label, labelReason, members);
    }

    public Room about(String newTopic) {
        return new Room(id, kind, name, newTopic, history, archived, retentionDays, label, labelReason, members);
    }

    /** With what these settings change; what they leave out stays. */
    public Room with(Content.Settings settings) {
        return new Room(
                id,
                kind,
                name,
                topic,
                settings.history() == null ? history : settings.history(),
                settings.archived() == null ? archived : settings.archived(),
                settings.retentionDays() == null
                        ? retentionDays
                        : (settings.retentionDays() == 0 ? null : settings.retentionDays()),
                label,
                labelReason,
                members);
    }

    public Room labelled(LabelReason reason) {
        return new Room(id, kind, name, topic, history, archived, retentionDays, label, reason, members);
    }
}
