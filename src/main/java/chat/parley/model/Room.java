package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A room as the router knows it. {@code members} lists the two people of a direct conversation and is empty for the lobby. */
public record Room(RoomId id, Kind kind, Label label, LabelReason labelReason, List<User> members) {
    /** Who is in a room. */
    public enum Kind {
        /** Everybody. */
        @JsonProperty("lobby")
        LOBBY,
        /** Two people. */
        @JsonProperty("direct")
        DIRECT
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

    public static final Room LOBBY = new Room(RoomId.LOBBY, Kind.LOBBY, Label.OPEN, LabelReason.PUBLIC, List.of());

    public Room {
        members = List.copyOf(members);
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

    /** Whether somebody is in this room now. */
    public boolean admits(UserId user) {
        return kind == Kind.LOBBY
                || members.stream().anyMatch(member -> member.id().equals(user));
    }
}
