package chat.parley.e2ee;

import chat.parley.crypto.seal.Label;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.crypto.seal.SealedMessage;
import chat.parley.crypto.seal.VerifyKey;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A sender chain as its readers keep it: the lowest key that was given, from which all after it follow, and what was
 * read under which index.
 */
final class ReceivedChain {
    static final int MOST_SKIPPED = 10_000;

    private static final int MARK = 16;
    private static final int LARGEST = 1 << 20;

    private Payload.Chain origin;
    private final VerifyKey verifyKey;
    private long cursor;
    private byte[] cursorKey;
    private final NavigableMap<Long, Seen> seen = new TreeMap<>();
    private final TreeSet<Long> abandoned = new TreeSet<>();
    private long closedAfter = Long.MAX_VALUE;

    /** What was read under an index: the beginning of its hash, and its place in the journal. */
    @SuppressWarnings("ArrayRecordComponent")
    record Seen(byte[] mark, long seq) {}

    ReceivedChain(Payload.Chain origin) {
        this.origin = origin;
        this.verifyKey = VerifyKey.of(origin.verifyKey());
        this.cursor = origin.index();
        this.cursorKey = origin.key().clone();
    }

    Payload.Chain origin() {
        return origin;
    }

    /** The chain as given away from an index on. */
    Payload.Chain from(long index) {
        long at = Math.max(index, origin.index());
        return new Payload.Chain(
                origin.owner(),
                origin.device(),
                origin.id(),
                at,
                keyAt(at),
                origin.verifyKey(),
                origin.began(),
                origin.previous(),
                origin.previousLength());
    }

    /** The plaintext of a message of this chain. Nothing changes until {@link #read} says so. */
    PlainMessage open(SealedMessage message) {
        long index = message.header().index();
        if (index < origin.index()) {
            throw new RefusedException(Refusal.UNKNOWN, "The message is from before this device was given keys.");
        }
        if (index - cursor > MOST_SKIPPED) {
            throw new RefusedException(Refusal.MALFORMED, "The message's index is too far ahead.");
        }
        if (!verifyKey.signed(Label.MESSAGE, message.bytes())) {
            throw new RefusedException(Refusal.BAD_SIGNATURE, "The message's signature is not right.");
        }
        byte[] key = keyAt(index);
        try {
            return PlainMessage.parse(ChainKeys.openMessage(
                    origin.id().bytes(),
                    key,
                    message.header().additionalData(),
                    message.ciphertext().bytes()));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] keyAt(long index) {
        return index >= cursor
                ? ChainKeys.stepped(origin.id().bytes(), cursorKey, index - cursor)
                : ChainKeys.stepped(origin.id().bytes(), origin.key(), index - origin.index());
    }

    /** What was read under an index before, and differs from this message. */
    boolean contradicts(SealedMessage message) {
        Seen before = seen.get(message.header().index());
        return before != null && !MessageDigest.isEqual(before.mark(), mark(message));
    }

    /** Where what was read under its index stands in the journal; null if nothing was. */
    @Nullable
    Long seqOf(SealedMessage message) {
        Seen before = seen.get(message.header().index());
        return before == null ? null : before.seq();
    }

    boolean isAbandoned(long index) {
        return abandoned.contains(index);
    }

    /** Remembers a message that was opened. */
    void read(SealedMessage message, PlainMessage plain, long seq) {
        long index = message.header().index();
        seen.put(index, new Seen(mark(message), seq));
        plain.abandoned().stream()
                .filter(i -> i < index && !seen.containsKey(i))
                .forEach(abandoned::add);
        if (index > cursor) {
            byte[] next = keyAt(index);
            Arrays.fill(cursorKey, (byte) 0);
            cursorKey = next;
            cursor = index;
        }
    }

    boolean isOutOfOrder(long index, long seq) {
        Map.Entry<Long, Seen> before = seen.lowerEntry(index);
        Map.Entry<Long, Seen> after = seen.higherEntry(index);
        return (before != null && before.getValue().seq() > seq)
                || (after != null && after.getValue().seq() < seq);
    }

    /** How many messages are missing between one and the nearest before it that was read. */
    long missingBefore(long index) {
        Map.Entry<Long, Seen> before = seen.lowerEntry(index);
        if (before == null) {
            return 0;
        }
        long from = before.getKey() + 1;
        return index - from - abandoned.subSet(from, index).size();
    }

    /** From this place of the journal on its device should not have written any more. */
    void close(long seq) {
        closedAfter = Math.min(closedAfter, seq);
    }

    boolean isClosedBefore(long seq) {
        return seq > closedAfter;
    }

    /** Takes in the same chain given from another index; true if it reaches further back now. */
    boolean merge(Payload.Chain other) {
        boolean same = other.owner().equals(origin.owner())
                && other.device().equals(origin.device())
                && other.verifyKey().equals(origin.verifyKey());
        long low = Math.min(other.index(), origin.index());
        long high = Math.max(other.index(), origin.index());
        if (!same || high - low > MOST_SKIPPED) {
            throw contradiction();
        }
        byte[] lowKey = other.index() < origin.index() ? other.key() : origin.key();
        byte[] highKey = other.index() < origin.index() ? origin.key() : other.key();
        if (!MessageDigest.isEqual(ChainKeys.stepped(origin.id().bytes(), lowKey, high - low), highKey)) {
            throw contradiction();
        }
        boolean further = other.index() < origin.index();
        if (further) {
            origin = other;
        }
        return further;
    }

    private static RefusedException contradiction() {
        return new RefusedException(Refusal.FORKED, "The keys contradict those that were given before.");
    }

    private static byte[] mark(SealedMessage message) {
        return Arrays.copyOf(message.hash().bytes(), MARK);
    }

    byte[] toBytes() {
        WireWriter out = WireWriter.structure();
        origin.write(out);
        out.u32(cursor).bytes(cursorKey).u64(Math.min(closedAfter, (1L << 53) - 1));
        out.u32(seen.size());
        seen.forEach((index, what) -> out.u32(index).bytes(what.mark()).u64(what.seq()));
        out.u32(abandoned.size());
        abandoned.forEach(out::u32);
        return out.toBytesErasing();
    }

    static ReceivedChain parse(byte[] bytes) {
        WireReader in = new WireReader("a kept chain", bytes, LARGEST);
        in.version();
        ReceivedChain chain = new ReceivedChain(Payload.Chain.read(in));
        chain.cursor = in.u32();
        chain.cursorKey = in.bytes(Aead.KEY);
        long closed = in.u64();
        chain.closedAfter = closed == (1L << 53) - 1 ? Long.MAX_VALUE : closed;
        for (long left = in.u32(); left > 0; left--) {
            chain.seen.put(in.u32(), new Seen(in.bytes(MARK), in.u64()));
        }
        for (long left = in.u32(); left > 0; left--) {
            chain.abandoned.add(in.u32());
        }
        in.end();
        return chain;
    }

    /** The highest index that was read, and one more; the origin's when none was. */
    long length() {
        return seen.isEmpty() ? origin.index() : seen.lastKey() + 1;
    }

    long lastSeq() {
        return seen.values().stream().mapToLong(Seen::seq).max().orElse(0);
    }

    List<Long> missing() {
        List<Long> missing = new ArrayList<>();
        if (!seen.isEmpty()) {
            for (long i = seen.firstKey(); i < seen.lastKey(); i++) {
                if (!seen.containsKey(i) && !abandoned.contains(i)) {
                    missing.add(i);
                }
            }
        }
        return missing;
    }
}
