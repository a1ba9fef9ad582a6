package chat.parley.e2ee;

import chat.parley.crypto.seal.Octets;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** The files of common vectors, as the README beside them says. */
@NullUnmarked
final class Vectors {
    static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    /** One case. */
    record Case(String kind, String name, JsonNode in, JsonNode out) {}

    static List<Case> read(String file) throws IOException {
        try (InputStream in = Vectors.class.getResourceAsStream("/e2ee/" + file)) {
            List<Case> cases = new ArrayList<>();
            for (JsonNode node : JSON.readTree(in).get("cases")) {
                cases.add(new Case(
                        node.get("kind").asText(), node.path("name").asText(), node.get("in"), node.get("out")));
            }
            return cases;
        }
    }

    static byte[] hex(JsonNode object, String field) {
        return Octets.ofHex(object.get(field).asText()).bytes();
    }

    static Octets octets(JsonNode object, String field) {
        return Octets.ofHex(object.get(field).asText());
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ArrayNode array(Iterable<?> values) {
        ArrayNode array = JSON.createArrayNode();
        for (Object value : values) {
            if (value instanceof Number number) {
                array.add(number.longValue());
            } else {
                array.add(String.valueOf(value));
            }
        }
        return array;
    }

    static String hexOf(byte[] bytes) {
        return Octets.of(bytes).hex();
    }
}
