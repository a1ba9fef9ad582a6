package chat.parley.e2ee;

import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.PreKey;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The private halves of this device's pre-keys (section 3.3). */
final class PreKeys {
    /** How many one-time keys a device keeps on the server. */
    static final int STOCK = 100;

    private static final String STATE = "prekeys";
    private static final String KEY = "prekey/";
    private static final long WEEK = Duration.ofDays(7).toMillis();
    private static final long GRACE = Duration.ofDays(14).toMillis();

    private final Jotter vault;
    private final Surroundings around;
    private final Identity identity;
    private long nextId = 1;
    private long weekly;
    private long weeklySince;

    PreKeys(Jotter vault, Surroundings around, Identity identity) {
        this.vault = vault;
        this.around = around;
        this.identity = identity;
        byte[] state = vault.get(STATE);
        if (state != null) {
            WireReader in = new WireReader("the kept pre-key state", state, 100);
            in.version();
            nextId = in.u32();
            weekly = in.u32();
            weeklySince = in.u64();
            in.end();
        }
    }

    /** New one-time keys to publish, and a weekly one where it is due. Erases weekly ones past their grace. */
    List<PreKey> make(int oneTime) {
        List<PreKey> made = new ArrayList<>();
        long now = around.now();
        if (weekly == 0 || now - weeklySince >= WEEK) {
            forgetOld(now);
            weekly = nextId;
            weeklySince = now;
            made.add(make(PreKey.Kind.WEEKLY, now));
        }
        for (int i = 0; i < oneTime; i++) {
            made.add(make(PreKey.Kind.ONE_TIME, now));
        }
        vault.put(
                STATE,
                WireWriter.structure().u32(nextId).u32(weekly).u64(weeklySince).toBytes());
        return made;
    }

    private PreKey make(PreKey.Kind kind, long now) {
        byte[] secret = around.bytes(Agreement.KEY);
        long id = nextId++;
        vault.put(name(kind, id), new WireWriter().u64(now).bytes(secret).toBytesErasing());
        return PreKey.make(identity.device(), identity.user(), kind, id, Agreement.publicKey(secret), now);
    }

    private void forgetOld(long now) {
        for (Map.Entry<String, byte[]> key : vault.all(KEY + "w/").entrySet()) {
            long made = new WireReader("a kept pre-key", key.getValue(), 100).u64();
            // One is replaced after a week; from then on it has its grace.
            if (now - made >= WEEK + GRACE) {
                vault.remove(key.getKey());
            }
        }
    }

    byte @Nullable [] privateHalf(PreKey.Kind kind, long id) {
        byte[] bytes = vault.get(name(kind, id));
        if (bytes == null) {
            return null;
        }
        WireReader in = new WireReader("a kept pre-key", bytes, 100);
        in.u64();
        return in.bytes(Agreement.KEY);
    }

    /** A delivery was opened: its one-time key opens nothing any more. */
    void used(PreKey.Kind kind, long id) {
        if (kind == PreKey.Kind.ONE_TIME) {
            vault.remove(name(kind, id));
        }
    }

    private static String name(PreKey.Kind kind, long id) {
        return String.format(Locale.ROOT, "%s%s/%010d", KEY, kind == PreKey.Kind.WEEKLY ? "w" : "o", id);
    }

    /** Checks a key that the server handed out for a device. */
    static PreKey of(Octets bytes, Octets deviceKey) {
        PreKey key = PreKey.parse(bytes);
        key.verify(deviceKey);
        return key;
    }
}
