package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What somebody who is online wants others to know of it. */
public enum Status {
    @JsonProperty("online")
    ONLINE,
    @JsonProperty("away")
    AWAY,
    /** Do not disturb. */
    @JsonProperty("dnd")
    DND
}
