package chat.parley.e2ee;

import chat.parley.crypto.seal.Octets;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;

/** A sealed message as the journal shows it: where, when, whose and under which id the server says it is. */
public record Placed(RoomId room, long seq, long time, UserId sender, MessageId id, Octets message) {}
