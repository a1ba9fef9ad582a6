package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a user is; decides what a room with that user in it can promise. */
public enum UserKind {
    /** Picked a free name in a browser or a native client; lasts as long as its token. */
    @JsonProperty("guest")
    GUEST,
    /** Came through the legacy door; lasts as long as its connection. */
    @JsonProperty("legacy")
    LEGACY,
    /** Has an account. */
    @JsonProperty("member")
    MEMBER,
    /** Has an account and runs the place. */
    @JsonProperty("admin")
    ADMIN
}
