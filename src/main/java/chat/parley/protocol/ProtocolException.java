package chat.parley.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A message that is not a valid call, as JSON-RPC 2.0 section 5.1 numbers it. */
public final class ProtocolException extends Exception {
    public static final int NOT_JSON = -32700;
    public static final int NOT_A_REQUEST = -32600;
    public static final int NO_SUCH_METHOD = -32601;
    public static final int WRONG_PARAMS = -32602;

    private final int code;
    private final transient @Nullable JsonNode id;

    ProtocolException(int code, String sentence, @Nullable JsonNode id) {
        super(sentence, null, false, false);
        this.code = code;
        this.id = id;
    }

    public int code() {
        return code;
    }

    /** The id of the request, when it could be read. */
    public @Nullable JsonNode id() {
        return id;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
