package chat.parley.check;

import chat.parley.check.History.Heard;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One connection of a legacy client, and whoever it is during it: reads what comes and records what it means. */
final class LegacySession {
    private static final String TIME = "12:02:01";

    /** Names this connection in the records. */
    final String key;

    private final Recorder recorder;
    private final Link link;
    private final String name;
    private final Recorder.OpenLegacyStream stream;
    private final Set<String> publics = ConcurrentHashMap.newKeySet();

    /** Answered in this order. */
    private final Queue<String> uploading = new ConcurrentLinkedQueue<>();

    private final Set<String> readingBack = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable CountDownLatch stalled;

    /** Logs in; fails {@link Refused} when the name is not free yet. */
    LegacySession(Recorder recorder, Link link, String name, String key) throws IOException, Refused {
        this.recorder = recorder;
        this.link = link;
        this.name = name;
        this.key = key;
        send(object("system").put("message", "login_request"));
        String first = text(read());
        if (!first.startsWith("user_list:")) {
            throw new Refused(first, "not logged in");
        }
        recorder.user(key, name);
        recorder.member(key, History.LOBBY, 1, History.FOREVER);
        stream = recorder.openLegacy(key);
        Thread reader = new Thread(this::readAll, "check-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private @Nullable JsonNode read() throws IOException {
        String text = link.receive();
        return text == null ? null : Rpc.JSON.readTree(text);
    }

    private void readAll() {
        try {
            for (JsonNode object = read(); object != null; object = read()) {
                CountDownLatch gate = stalled;
                if (gate != null) {
                    gate.await();
                }
                arrived(object);
            }
        } catch (IOException | InterruptedException e) {
            // lost: what was not answered is unknown
        }
        link.cut();
        ended.countDown();
    }

    private void arrived(JsonNode object) throws IOException {
        String sender = object.path("sender").asText();
        switch (object.path("type").asText()) {
            case "public" -> heardPublic(sender, Text.label(text(object)));
            case "private" -> stream.heard(new Heard(sender, Text.label(text(object)), true));
            case "file" ->
                stream.heard(new Heard(
                        sender, text(object), !object.path("receiver").asText().isEmpty()));
            case "file_download" -> readBack(object);
            case "system" -> notice(text(object));
            default -> {}
        }
    }

    /** Its own echo is its acknowledgement. */
    private void heardPublic(String sender, String label) {
        stream.heard(new Heard(sender, label, false));
        publics.add(label);
        if (label.startsWith(key + "-")) {
            recorder.acknowledged(label, History.LOBBY, History.UNKNOWN);
        }
    }

    /** The notice of an upload is its acknowledgement: the file is read back at once, and then told to everybody. */
    private void notice(String text) throws IOException {
        String first = uploading.peek();
        if (first != null && text.equals("File '" + first + "' uploaded successfully")) {
            readingBack.add(first);
            uploading.remove();
            send(object("file_download_request").put("file_id", id(first)));
        } else if (first != null && text.startsWith("Failed to upload file")) {
            uploading.remove();
        } else if (text.startsWith("File '") && text.endsWith("' not found")) {
            for (String label : Set.copyOf(readingBack)) {
                if (text.contains(id(label))) {
                    readingBack.remove(label);
                    recorder.file(key, label, false);
                }
            }
        }
    }

    private void readBack(JsonNode object) throws IOException {
        String label = text(object);
        byte[] bytes = Base64.getDecoder().decode(object.path("file_data").asText());
        recorder.file(key, label, Arrays.equals(bytes, Text.file(label)));
        readingBack.remove(label);
        recorder.sending(key, History.LOBBY, label, true);
        send(object("file")
                .put("message", label)
                .put("file_id", id(label))
                .put("file_size", bytes.length)
                .put("receiver", ""));
    }

    private static String id(String label) {
        return TIME.replace(':', '-') + "_" + label;
    }

    private static String text(@Nullable JsonNode object) {
        return object == null ? "closed" : object.path("message").asText();
    }

    private ObjectNode object(String type) {
        return Rpc.JSON.createObjectNode().put("type", type).put("sender", name).put("timestamp", TIME);
    }

    private void send(ObjectNode object) throws IOException {
        link.send(object.toString());
    }

    void say(String label) throws IOException {
        recorder.sending(key, History.LOBBY, label, false);
        send(object("public").put("message", Text.of(label, 0)));
    }

    void whisper(String label, Chatter other) throws IOException {
        String room = History.OWN_KEY + key + "+" + other.name;
        recorder.member(key, room, 1, History.FOREVER);
        recorder.member(other.userId, room, 1, History.FOREVER);
        recorder.sending(key, room, label, false);
        send(object("private").put("receiver", other.name).put("message", Text.of(label, 0)));
    }

    void upload(String label) throws IOException {
        uploading.add(label);
        send(object("file_upload")
                .put("filename", label)
                .put("file_data", Base64.getEncoder().encodeToString(Text.file(label))));
    }

    /** Half a public message, then the end: it may be nowhere. */
    void cutWithin(String label) {
        recorder.sending(key, History.LOBBY, label, false);
        recorder.refused(label);
        try {
            link.sendHalf(object("public").put("message", Text.of(label, 0)).toString());
        } catch (IOException e) {
            // lost before: as good
        }
        link.cut();
    }

    void cut() {
        link.cut();
    }

    boolean isEnded() {
        return ended.getCount() == 0;
    }

    /** Whether its uploads have their answers. What it said has none when it is refused. */
    boolean isSettled() {
        return !isEnded() && uploading.isEmpty() && readingBack.isEmpty();
    }

    /** Whether it has heard this, and so everything before it. */
    boolean hasHeard(String label) {
        return publics.contains(label);
    }

    void complete() {
        if (!isEnded()) {
            stream.complete();
        }
    }

    /** Reads nothing more until {@link #readOn}. */
    void stall() {
        stalled = new CountDownLatch(1);
    }

    void readOn() {
        CountDownLatch gate = stalled;
        stalled = null;
        if (gate != null) {
            gate.countDown();
        }
    }
}
