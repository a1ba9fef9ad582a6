package chat.parley.console;

import chat.parley.model.MessageId;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A message of ours on its way. Whoever holds it sends it again under the same id until the server has answered. */
public final class Outgoing {
    private final MessageId id = MessageId.at(System.currentTimeMillis());
    private final String room;
    private final String text;
    private final List<String> files;
    private final Optional<Long> replyTo;
    private final CompletableFuture<Long> stored = new CompletableFuture<>();
    private volatile boolean tried;

    Outgoing(String room, String text, List<String> files, Optional<Long> replyTo) {
        this.replyTo = replyTo;
        this.room = room;
        this.text = text;
        this.files = List.copyOf(files);
    }

    public String id() {
        return id.value();
    }

    public String room() {
        return room;
    }

    public String text() {
        return text;
    }

    List<String> files() {
        return files;
    }

    Optional<Long> replyTo() {
        return replyTo;
    }

    /** The number it has in its room, when it is on disk; fails {@link CallException}. */
    public CompletableFuture<Long> stored() {
        return stored;
    }

    /** Whether the server may have it. */
    public boolean tried() {
        return tried;
    }

    void markTried() {
        tried = true;
    }

    ObjectNode params() {
        ObjectNode params =
                Json.object().put("room", room).put("id", id.value()).put("text", text);
        if (!files.isEmpty()) {
            files.forEach(params.putArray("files")::add);
        }
        replyTo.ifPresent(seq -> params.put("replyTo", seq));
        return params;
    }
}
