package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.model.RoomId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chains of one room that this device can read, its own among them. */
final class Archive {
    private final Jotter vault;
    private final Backup backup;
    private final RoomId room;
    private final Map<Octets, ReceivedChain> chains = new HashMap<>();

    Archive(Jotter vault, Backup backup, RoomId room) {
        this.vault = vault;
        this.backup = backup;
        this.room = room;
    }

    @Nullable
    ReceivedChain get(Octets id) {
        ReceivedChain chain = chains.get(id);
        if (chain == null) {
            byte[] bytes = vault.get(name(id));
            if (bytes == null) {
                return null;
            }
            chain = ReceivedChain.parse(bytes);
            chains.put(id, chain);
        }
        return chain;
    }

    /**
     * Takes in a chain that was given, if it agrees with what is known; true if more can be read with it than before.
     * {@code isNew}: it did not come out of the backup.
     */
    boolean take(Payload.Chain given, boolean isNew) {
        ReceivedChain known = get(given.id());
        boolean more = known == null || known.merge(given);
        if (known == null) {
            known = new ReceivedChain(given);
            chains.put(given.id(), known);
        }
        if (more) {
            store(known);
            if (isNew) {
                backup.add(new BackupRecord.Chain(room, known.origin()));
            }
        }
        return more;
    }

    /** Whether a chain that was given could be taken in; fails with why not. */
    void check(Payload.Chain given) throws RefusedException {
        ReceivedChain known = get(given.id());
        if (known == null) {
            new ReceivedChain(given);
        } else {
            ReceivedChain.parse(known.toBytes()).merge(given);
        }
    }

    void store(ReceivedChain chain) {
        vault.put(name(chain.origin().id()), chain.toBytes());
    }

    /** Everything that is kept of the room. */
    List<ReceivedChain> all() {
        List<ReceivedChain> all = new ArrayList<>();
        for (String name : vault.all("chain/" + room + "/").keySet()) {
            ReceivedChain chain = get(Octets.ofHex(name.substring(name.lastIndexOf('/') + 1)));
            if (chain != null) {
                all.add(chain);
            }
        }
        return all;
    }

    /** A device was taken off: what it writes after this place of the journal is marked. */
    void close(DeviceId device, long seq) {
        for (ReceivedChain chain : all()) {
            if (chain.origin().device().equals(device)) {
                chain.close(seq);
                store(chain);
            }
        }
    }

    /** The highest place in the journal at which something was read. */
    long lastSeq() {
        return all().stream().mapToLong(ReceivedChain::lastSeq).max().orElse(0);
    }

    private String name(Octets id) {
        return "chain/" + room + "/" + id.hex();
    }
}
