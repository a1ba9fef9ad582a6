package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What somebody may do in a room; each can do what the ones after it can. */
public enum Role {
    /** Names moderators and owners, and changes the room. */
    @JsonProperty("owner")
    OWNER(0),
    /** Keeps order. */
    @JsonProperty("moderator")
    MODERATOR(1),
    /** Talks. */
    @JsonProperty("member")
    MEMBER(2);

    private final int rank;

    Role(int rank) {
        this.rank = rank;
    }

    /** 0 for the highest. */
    public int rank() {
        return rank;
    }

    public static Role ofRank(int rank) {
        for (Role role : values()) {
            if (role.rank == rank) {
                return role;
            }
        }
        throw new IllegalArgumentException("No role has rank " + rank);
    }

    public boolean atLeast(Role other) {
        return rank <= other.rank;
    }

    /** Whether one may be called to order by another: nobody by their equals. */
    public boolean above(Role other) {
        return rank < other.rank;
    }

    /** With its article, for a sentence. */
    public String spoken() {
        return switch (this) {
            case OWNER -> "an owner";
            case MODERATOR -> "a moderator";
            case MEMBER -> "a member";
        };
    }
}
