package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceId;
import chat.parley.model.UserId;

/** A device of somebody. */
public record Recipient(UserId user, DeviceId device) {}
