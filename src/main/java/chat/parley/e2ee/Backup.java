package chat.parley.e2ee;

import chat.parley.crypto.seal.BackupSegment;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import chat.parley.model.UserId;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What goes into the user's backup, piece by piece, and what comes out of it (sections 3.8 and 5.3). */
public final class Backup {
    private static final String STATE = "backup";
    private static final String UNSAVED = "unsaved/";

    private final Jotter vault;
    private final Surroundings around;
    private final UserId user;
    private final TreeMap<Long, byte[]> keys = new TreeMap<>();
    private long counter;
    private Octets previous = Octets.zeros(32);
    private long base;
    private Pin promised = new Pin(0, Octets.zeros(32));
    private @Nullable BackupSegment inFlight;
    private final Map<String, byte[]> carried = new HashMap<>();

    /** A piece that somebody has seen: its counter and hash. */
    record Pin(long counter, Octets hash) {}

    Backup(Jotter vault, Surroundings around, UserId user) {
        this.vault = vault;
        this.around = around;
        this.user = user;
        byte[] state = vault.get(STATE);
        if (state != null) {
            load(state);
        }
    }

    private void load(byte[] state) {
        WireReader in = new WireReader("the kept backup state", state, 4096);
        in.version();
        counter = in.u64();
        previous = in.octets(32);
        base = in.u64();
        promised = new Pin(in.u64(), in.octets(32));
        for (int left = in.u8(); left > 0; left--) {
            keys.put(in.u32(), in.bytes(Aead.KEY));
        }
        in.end();
    }

    private void store() {
        WireWriter out = WireWriter.structure()
                .u64(counter)
                .octets(previous)
                .u64(base)
                .u64(promised.counter())
                .octets(promised.hash())
                .u8(keys.size());
        keys.forEach((generation, key) -> out.u32(generation).bytes(key));
        vault.put(STATE, out.toBytesErasing());
    }

    Pin pin() {
        return new Pin(counter, previous);
    }

    /** Another device of the user has seen this piece: what is read must come to it. */
    void promise(Pin pin) {
        promised = pin;
        store();
    }

    long generation() {
        return keys.lastKey();
    }

    byte[] key() {
        return keys.lastEntry().getValue().clone();
    }

    /** The newest keys first, as they stand in the recovery box. */
    List<byte[]> keysNewestFirst() {
        return keys.descendingMap().values().stream()
                .limit(RecoveryKey.MOST_BACKUP_KEYS)
                .map(byte[]::clone)
                .toList();
    }

    /** A key of a generation; what is written from here on is under the newest. */
    void key(long generation, byte[] key) {
        keys.put(generation, key.clone());
        while (keys.size() > RecoveryKey.MOST_BACKUP_KEYS) {
            keys.pollFirstEntry();
        }
        store();
    }

    /** Has something written with the next piece. */
    void add(BackupRecord record) {
        vault.put(UNSAVED + record.about(), record.toBytes());
    }

    /** Everything is written again, after which the server can forget what was before. */
    void restate(List<BackupRecord> everything) {
        everything.forEach(this::add);
        base = counter + 1;
        store();
    }

    /** The next piece for the server; null when there is nothing to write. The same until it was saved or overtaken. */
    @Nullable
    BackupSegment next() {
        if (inFlight != null) {
            return inFlight;
        }
        Map<String, byte[]> unsaved = vault.all(UNSAVED);
        if (unsaved.isEmpty() && base == 0) {
            return null;
        }
        carried.clear();
        List<byte[]> records = new ArrayList<>();
        int size = 4;
        for (Map.Entry<String, byte[]> record : unsaved.entrySet()) {
            if (size + record.getValue().length > BackupCipher.ROOM) {
                break;
            }
            size += record.getValue().length;
            carried.put(record.getKey(), record.getValue());
            records.add(record.getValue());
        }
        BackupSegment.Kind kind = kind(records.size() == unsaved.size());
        long from = kind == BackupSegment.Kind.SNAPSHOT_END ? base : 0;
        inFlight = BackupCipher.seal(
                keys.lastEntry().getValue(),
                new BackupSegment.Header(kind, user, generation(), counter + 1, previous, from),
                around.bytes(Aead.NONCE),
                records);
        return inFlight;
    }

    private BackupSegment.Kind kind(boolean last) {
        if (base == 0) {
            return BackupSegment.Kind.INCREMENT;
        }
        return last ? BackupSegment.Kind.SNAPSHOT_END : BackupSegment.Kind.SNAPSHOT_PART;
    }

    /** The server has the piece. */
    void saved(BackupSegment segment) {
        if (inFlight == null || !inFlight.bytes().equals(segment.bytes())) {
            return;
        }
        carried.forEach(this::forget);
        took(segment);
    }

    private void forget(String name, byte[] written) {
        byte[] now = vault.get(name);
        if (now != null && MessageDigest.isEqual(now, written)) {
            vault.remove(name);
        }
    }

    private void took(BackupSegment segment) {
        counter = segment.header().counter();
        previous = segment.hash();
        if (segment.header().kind() == BackupSegment.Kind.SNAPSHOT_END) {
            base = 0;
        }
        inFlight = null;
        store();
    }

    /**
     * Reads pieces in the server's order, from where this device was.
     *
     * @param newest the counter of the newest piece that the server says it has
     */
    List<BackupRecord> read(List<Octets> segments, long newest) {
        if (newest < Math.max(counter, promised.counter())) {
            throw new RefusedException(Refusal.ROLLED_BACK, "The backup is older than the one seen before.");
        }
        List<BackupSegment> parsed = segments.stream().map(BackupSegment::parse).toList();
        List<BackupRecord> read = new ArrayList<>();
        for (int i = 0; i < parsed.size(); i++) {
            BackupSegment segment = parsed.get(i);
            if (check(segment, i == 0, parsed)) {
                List<BackupRecord> records = BackupCipher.open(key(segment), segment);
                for (BackupRecord record : records) {
                    forget(UNSAVED + record.about(), record.toBytes());
                    read.add(record);
                }
                took(segment);
            }
        }
        return read;
    }

    private byte[] key(BackupSegment segment) {
        return Optional.ofNullable(keys.get(segment.header().generation()))
                .orElseThrow(() -> new RefusedException(
                        Refusal.UNKNOWN, "The backup goes on under a key that this device was not given yet."));
    }

    /** Whether a piece is new. */
    private boolean check(BackupSegment segment, boolean first, List<BackupSegment> all) {
        long number = segment.header().counter();
        if (number == promised.counter() && !segment.hash().equals(promised.hash())) {
            throw forked();
        }
        if (!segment.header().user().equals(user)) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The backup segment is another user's.");
        }
        if (number < counter) {
            return false;
        }
        if (number == counter) {
            if (!segment.hash().equals(previous)) {
                throw forked();
            }
            return false;
        }
        if (number == counter + 1) {
            if (!segment.header().previous().equals(previous)) {
                throw forked();
            }
            return true;
        }
        boolean restated = all.stream().anyMatch(s -> s.header().base() == number);
        if (!first || !restated) {
            throw new RefusedException(Refusal.UNKNOWN, "Pieces of the backup are missing.");
        }
        return true;
    }

    private static RefusedException forked() {
        return new RefusedException(Refusal.FORKED, "The backup contradicts the one seen before.");
    }

    long counter() {
        return counter;
    }
}
