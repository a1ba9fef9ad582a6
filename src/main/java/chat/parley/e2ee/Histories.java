package chat.parley.e2ee;

import chat.parley.crypto.seal.AccountStatement;
import chat.parley.crypto.seal.DeviceHistory;
import chat.parley.crypto.seal.DeviceList;
import chat.parley.crypto.seal.DeviceListEntry;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes what a server publishes of an account into a verified history (section 5.6), and stores that. */
final class Histories {
    private static final int LARGEST = 1 << 26;

    private Histories() {}

    static DeviceHistory merge(@Nullable DeviceHistory known, PublishedDevices published) {
        DeviceHistory history = known;
        for (PublishedDevices.Epoch epoch : published.epochs()) {
            AccountStatement statement = statement(known, epoch.statement());
            if (!statement.user().equals(published.user())) {
                throw new RefusedException(Refusal.NOT_ALLOWED, "The statement is about somebody else.");
            }
            history = withStatement(history, statement);
            history = withEntries(history, statement.epoch(), epoch);
        }
        if (history == null) {
            throw new RefusedException(Refusal.UNKNOWN, "No statement came.");
        }
        if (known != null && published.current()) {
            checkNotOlder(known, published);
        }
        return history;
    }

    /** What is known already need not be verified again. */
    static AccountStatement statement(@Nullable DeviceHistory known, Octets bytes) {
        if (known != null) {
            for (DeviceList list : known.epochs()) {
                if (list.statement().bytes().equals(bytes)) {
                    return list.statement();
                }
            }
        }
        return AccountStatement.parse(bytes);
    }

    private static DeviceHistory withStatement(@Nullable DeviceHistory history, AccountStatement statement) {
        if (history == null) {
            return DeviceHistory.begin(statement);
        }
        try {
            return history.with(statement);
        } catch (RefusedException e) {
            if (e.why() == Refusal.STALE) {
                return history;
            }
            throw e;
        }
    }

    private static DeviceHistory withEntries(DeviceHistory history, long number, PublishedDevices.Epoch epoch) {
        DeviceList list = history.epochs().get((int) number - 1);
        if (epoch.from() < 0 || epoch.from() > list.size()) {
            throw new RefusedException(Refusal.UNKNOWN, "Entries of the device list are missing.");
        }
        List<DeviceListEntry> more = new ArrayList<>();
        for (int i = 0; i < epoch.entries().size(); i++) {
            int index = epoch.from() + i;
            Octets entry = epoch.entries().get(i);
            if (index >= list.size()) {
                more.add(DeviceListEntry.parse(entry));
            } else if (!list.entries().get(index).bytes().equals(entry)) {
                throw new RefusedException(Refusal.FORKED, "The device list contradicts the one seen before.");
            }
        }
        return more.isEmpty() ? history : history.with(number, more);
    }

    private static void checkNotOlder(DeviceHistory known, PublishedDevices published) {
        PublishedDevices.Epoch last = published.epochs().get(published.epochs().size() - 1);
        long epoch = statement(known, last.statement()).epoch();
        DeviceList current = known.current();
        if (epoch < current.statement().epoch()
                || (epoch == current.statement().epoch()
                        && last.from() + last.entries().size() < current.size())) {
            throw new RefusedException(Refusal.ROLLED_BACK, "The device list is older than the one seen before.");
        }
    }

    static byte[] toBytes(DeviceHistory history) {
        WireWriter out = WireWriter.structure().u32(history.epochs().size());
        for (DeviceList list : history.epochs()) {
            out.bytes16(list.statement().bytes().bytes()).u32(list.size());
            list.entries().forEach(entry -> out.bytes16(entry.bytes().bytes()));
        }
        return out.toBytes();
    }

    static DeviceHistory parse(byte[] bytes) {
        WireReader in = new WireReader("a kept device list", bytes, LARGEST);
        in.version();
        DeviceHistory history = null;
        for (long left = in.u32(); left > 0; left--) {
            AccountStatement statement = AccountStatement.parse(Octets.of(in.bytes16()));
            history = withStatement(history, statement);
            List<DeviceListEntry> entries = new ArrayList<>();
            for (long more = in.u32(); more > 0; more--) {
                entries.add(DeviceListEntry.parse(Octets.of(in.bytes16())));
            }
            history = history.with(statement.epoch(), entries);
        }
        in.end();
        if (history == null) {
            throw in.malformed("no statement");
        }
        return history;
    }
}
