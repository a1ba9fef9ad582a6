package chat.parley.crypto.seal;

import chat.parley.model.InvalidValueException;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.util.function.Function;

/** Reads ids as values; a bad one is a malformed structure. */
final class Ids {
    private Ids() {}

    static UserId user(WireReader in) {
        return read(in, UserId::new);
    }

    static RoomId room(WireReader in) {
        return read(in, RoomId::new);
    }

    static DeviceId device(WireReader in) {
        return read(in, DeviceId::new);
    }

    static MessageId message(WireReader in) {
        return read(in, MessageId::new);
    }

    private static <T> T read(WireReader in, Function<String, T> make) {
        try {
            return make.apply(in.id());
        } catch (InvalidValueException e) {
            throw in.malformed(String.valueOf(e.getMessage()));
        }
    }
}
