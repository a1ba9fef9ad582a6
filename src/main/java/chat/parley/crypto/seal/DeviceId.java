package chat.parley.crypto.seal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a device. It follows from the device's signing key: 26 characters of {@code 0-9a-z}. */
public record DeviceId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DeviceId {
        if (value.length() != 26 || !value.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))) {
            throw RefusedException.malformed("a device id has 26 characters of 0-9 and a-z");
        }
    }

    public static DeviceId of(Octets signingKey) {
        return new DeviceId(Crockford.id(Label.DEVICE_ID.hash(signingKey.view())));
    }

    @Override
    public String toString() {
        return value;
    }
}
