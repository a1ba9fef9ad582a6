package chat.parley.bus;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Hands immutable records over the local bus by reference and encodes them (class name, JSON) only when they cross to
 * another node. Wire shape: 4-byte name length, name, 4-byte JSON length, JSON.
 */
final class RecordCodec implements MessageCodec<Record, Record> {
    static final String NAME = "parley.record";

    private static final String OURS = "chat.parley.";
    private final ObjectMapper json = new ObjectMapper();

    @Override
    public void encodeToWire(Buffer buffer, Record value) {
        try {
            byte[] name = value.getClass().getName().getBytes(StandardCharsets.UTF_8);
            byte[] body = json.writeValueAsBytes(value);
            buffer.appendInt(name.length).appendBytes(name);
            buffer.appendInt(body.length).appendBytes(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Record decodeFromWire(int start, Buffer buffer) {
        int at = start;
        int nameLength = buffer.getInt(at);
        String name = buffer.getString(at + 4, at + 4 + nameLength);
        at += 4 + nameLength;
        int bodyLength = buffer.getInt(at);
        try {
            return json.readValue(buffer.getBytes(at + 4, at + 4 + bodyLength), recordNamed(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<? extends Record> recordNamed(String name) {
        if (!name.startsWith(OURS)) {
            throw new IllegalArgumentException("Not a record of ours: " + name);
        }
        try {
            return Class.forName(name, false, RecordCodec.class.getClassLoader())
                    .asSubclass(Record.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("Unknown record: " + name, e);
        }
    }

    @Override
    public Record transform(Record value) {
        return value;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
