package chat.parley.bridge.legacy;

import chat.parley.bus.Rooms.Item;
import chat.parley.crypto.Fernet;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.FileId;
import chat.parley.model.FileRef;
import chat.parley.model.Room;
import chat.parley.model.User;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** What legacy clients are sent, as framed Fernet tokens. Pure but for clock and IVs. */
final class LegacyFormat {
    static final int HEADER = 4;

    private static final String NAME = "legacy";

    /** The desktop client reads its first reply, header and token, with one receive. */
    private static final int MAX_FIRST = 1400;

    private final Fernet fernet;
    private final Wording wording;
    private final Function<FileId, String> fileIds;

    /** @param fileIds what legacy clients call a file */
    LegacyFormat(Fernet fernet, Wording wording, Function<FileId, String> fileIds) {
        this.fernet = fernet;
        this.wording = wording;
        this.fileIds = fileIds;
    }

    Fernet fernet() {
        return fernet;
    }

    Wording wording() {
        return wording;
    }

    byte[] notice(String text) {
        return framed(wording.notice(text));
    }

    byte[] userList(Collection<String> names) {
        return framed(wording.userList(names));
    }

    /** The frames of an entry, encrypted once for everybody: its text if it has one, then its files. */
    byte[] entry(Item item) {
        return item.encoded().as(NAME, () -> encode(item.room(), item.entry()));
    }

    static boolean hasText(Entry entry) {
        return entry.content() instanceof Content.Message message
                && !message.text().isBlank();
    }

    private byte[] encode(Room room, Entry entry) {
        String sender = entry.sender().name().value();
        String receiver = room.members().stream()
                .filter(member -> !member.id().equals(entry.sender().id()))
                .findFirst()
                .map(User::name)
                .map(Object::toString)
                .orElse("");
        boolean lobby = room.kind() == Room.Kind.LOBBY;
        ByteArrayOutputStream frames = new ByteArrayOutputStream(512);
        String text = text(entry.content());
        if (!text.isBlank()) {
            frames.writeBytes(framed(
                    lobby
                            ? wording.publicMessage(sender, entry.time(), text)
                            : wording.privateMessage(sender, receiver, entry.time(), text)));
        }
        if (entry.content() instanceof Content.Topic topic) {
            frames.writeBytes(framed(wording.notice(
                    topic.topic().isEmpty()
                            ? sender + " has taken the topic away."
                            : sender + " has set the topic: " + topic.topic())));
        }
        if (entry.content() instanceof Content.Message message) {
            for (FileRef file : message.files()) {
                String id = fileIds.apply(file.id());
                frames.writeBytes(framed(wording.file(sender, lobby ? "" : receiver, entry.time(), file, id)));
            }
        }
        return frames.toByteArray();
    }

    /** What is said; of an edit the new text, so marked. Reactions, pins and deletions have no words here. */
    private static String text(Content content) {
        if (content instanceof Content.Edit edit && edit.text() != null) {
            return "* " + edit.text();
        }
        return content instanceof Content.Message message ? message.text() : "";
    }

    private byte[] framed(byte[] json) {
        byte[] token = fernet.encrypt(json);
        return ByteBuffer.allocate(HEADER + token.length)
                .putInt(token.length)
                .put(token)
                .array();
    }

    /** {@code whole}: the list names everybody. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record First(byte[] frame, boolean whole) {}

    /** The first reply to a newcomer: the list, or as much of it as fits, the newcomer in any case. */
    First first(String newcomer, Collection<String> names) {
        List<String> named = new ArrayList<>();
        named.add(newcomer);
        int empty = wording.userList(List.of()).length;
        int length = wording.userList(named).length;
        for (String name : names) {
            if (name.equals(newcomer)) {
                continue;
            }
            length += 1 + wording.userList(List.of(name)).length - empty;
            if (HEADER + Fernet.tokenLength(safeLength(length)) > MAX_FIRST) {
                return new First(first(wording.userList(named)), false);
            }
            named.add(name);
        }
        return new First(first(wording.userList(named)), true);
    }

    byte[] firstNotice(String text) {
        return first(wording.notice(text));
    }

    /** Padded with spaces until no byte of the header could be taken for base64: the desktop client decodes it too. */
    private byte[] first(byte[] json) {
        byte[] padded = Arrays.copyOf(json, safeLength(json.length));
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return framed(padded);
    }

    private static int safeLength(int json) {
        int padded = json;
        while (!isSafe((int) Fernet.tokenLength(padded))) {
            padded += Fernet.BLOCK_LENGTH;
        }
        return padded;
    }

    static boolean isSafe(int length) {
        byte[] header = ByteBuffer.allocate(HEADER).putInt(length).array();
        for (byte b : header) {
            if (Character.isLetterOrDigit(b & 0x7f) || "+/-_=".indexOf(b) >= 0) {
                return false;
            }
        }
        return true;
    }
}
