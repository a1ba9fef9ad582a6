package chat.parley.bus;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What an event looks like in each wire format, worked out at most once per process: it travels with the event over
 * the local bus, and starts empty on another node.
 */
public final class EncodeOnce {
    private final Map<String, byte[]> byFormat = new ConcurrentHashMap<>(4);

    /** The bytes in a format; they are shared and must not be changed. */
    public byte[] as(String format, Supplier<byte[]> encoder) {
        return byFormat.computeIfAbsent(format, unused -> encoder.get());
    }

    @JsonValue
    Map<String, byte[]> nothing() {
        return Map.of();
    }

    @JsonCreator
    static EncodeOnce empty(Map<String, byte[]> ignored) {
        return new EncodeOnce();
    }
}
