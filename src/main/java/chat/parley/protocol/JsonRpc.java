package chat.parley.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** JSON-RPC 2.0 (jsonrpc.org/specification), without batches. Bytes to calls and values to bytes. */
public final class JsonRpc {
    private static final int MAX_DEPTH = 16;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What a kind of command cannot be without; read from its record once, for reflection would cost more than parsing. */
    private static final ClassValue<List<Needed>> NEEDED = new ClassValue<>() {
        @Override
        protected List<Needed> computeValue(Class<?> command) {
            return Stream.of(command.getRecordComponents())
                    .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                    .map(component -> new Needed(component.getAccessor(), wireName(component)))
                    .toList();
        }
    };

    private record Needed(java.lang.reflect.Method accessor, String wireName) {}

    private JsonRpc() {}

    /** Reads a request. A notification (no id) is not part of the protocol and is refused. */
    public static Call read(byte[] message) throws ProtocolException {
        JsonNode request = parse(message);
        JsonNode id = request.get("id");
        if (!request.isObject()
                || !"2.0".equals(request.path("jsonrpc").asText())
                || id == null
                || !(id.isTextual() || id.isIntegralNumber())
                || !request.path("method").isTextual()) {
            throw new ProtocolException(
                    ProtocolException.NOT_A_REQUEST,
                    "A request is an object with jsonrpc \"2.0\", an id (string or number), a method and params.",
                    null);
        }
        String name = request.path("method").asText();
        Method method = Method.named(name);
        if (method == null) {
            throw new ProtocolException(
                    ProtocolException.NO_SUCH_METHOD, "There is no method " + abbreviate(name) + ".", id);
        }
        return new Call(id, method, params(method, request.get("params"), id));
    }

    private static JsonNode parse(byte[] message) throws ProtocolException {
        try {
            return JSON.readTree(message);
        } catch (IOException e) {
            throw new ProtocolException(ProtocolException.NOT_JSON, "This is not JSON: " + reason(e), null);
        }
    }

    private static Command params(Method method, @Nullable JsonNode params, JsonNode id) throws ProtocolException {
        JsonNode object = params == null || params.isNull() ? JsonNodeFactory.instance.objectNode() : params;
        if (!object.isObject()) {
            throw new ProtocolException(ProtocolException.WRONG_PARAMS, "params is an object with named values.", id);
        }
        try {
            return complete(JSON.treeToValue(object, method.command()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new ProtocolException(ProtocolException.WRONG_PARAMS, method.wireName() + ": " + reason(e), id);
        }
    }

    /** Refuses a command that lacks a value which its record does not mark as nullable. */
    private static Command complete(Command command) {
        for (Needed needed : NEEDED.get(command.getClass())) {
            try {
                if (needed.accessor().invoke(command) == null) {
                    throw new IllegalArgumentException(needed.wireName() + " is missing");
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return command;
    }

    private static String wireName(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? component.getName() : named.value();
    }

    /** Jackson's messages without the places in our classes that they name. */
    private static String reason(Exception e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root instanceof JsonProcessingException json ? json.getOriginalMessage() : root.getMessage();
        String where =
                e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                        ? mapping.getPath().get(0).getFieldName() + ": "
                        : "";
        return where + abbreviate(String.valueOf(message).replaceAll("\\(?`?chat\\.parley\\.[\\w.$]+`?", "value"));
    }

    private static String abbreviate(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    /** The answer to a call. */
    public static byte[] result(JsonNode id, Object result) {
        ObjectNode message = envelope();
        message.set("id", id);
        message.putPOJO("result", result);
        return write(message);
    }

    /** The refusal of a call; {@code id} null when it could not be read. */
    public static byte[] error(@Nullable JsonNode id, int code, String sentence, @Nullable String failure) {
        ObjectNode message = envelope();
        message.set("id", id);
        ObjectNode error = message.putObject("error").put("code", code).put("message", sentence);
        if (failure != null) {
            error.putObject("data").put("failure", failure);
        }
        return write(message);
    }

    /** Something that the server tells without being asked. */
    public static byte[] notification(Notification method, Object params) {
        ObjectNode message = envelope();
        message.put("method", method.wireName());
        message.putPOJO("params", params);
        return write(message);
    }

    private static ObjectNode envelope() {
        return JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
    }

    private static byte[] write(ObjectNode message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
