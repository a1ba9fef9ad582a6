package chat.parley.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/** One request of a client: its id (a string or a number, given back as it came) and what it asks for. */
public record Call(JsonNode id, Method method, Command command) {}
