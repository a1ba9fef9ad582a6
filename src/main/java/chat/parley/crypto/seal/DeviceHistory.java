package chat.parley.crypto.seal;

import chat.parley.model.UserId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that an account key ever vouched for: a device list per epoch, the last of which counts. Immutable. */
public final class DeviceHistory {
    private final List<DeviceList> epochs;

    private DeviceHistory(List<DeviceList> epochs) {
        this.epochs = epochs;
    }

    /** A point of the history: a list after so many of its entries. */
    public record Point(DeviceList list, int entries) {
        public @Nullable Octets keyOf(DeviceId device) {
            return list.keyAt(entries, device);
        }

        public long time() {
            return list.timeAt(entries);
        }
    }

    public static DeviceHistory begin(AccountStatement first) {
        if (first.epoch() != 1) {
            throw new RefusedException(Refusal.STALE, "An account's first statement is that of epoch 1.");
        }
        return new DeviceHistory(List.of(DeviceList.begin(first)));
    }

    /** With the next epoch. */
    public DeviceHistory with(AccountStatement statement) {
        AccountStatement now = current().statement();
        if (!statement.user().equals(now.user()) || !statement.accountKey().equals(now.accountKey())) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The statement is by another account key.");
        }
        if (statement.epoch() <= now.epoch()) {
            boolean same =
                    epochs.get((int) statement.epoch() - 1).statement().bytes().equals(statement.bytes());
            throw new RefusedException(
                    same ? Refusal.STALE : Refusal.FORKED,
                    same ? "The statement is known." : "There are two statements of one epoch.");
        }
        if (statement.epoch() != now.epoch() + 1) {
            throw new RefusedException(Refusal.UNKNOWN, "Statements between this one and the last are missing.");
        }
        List<DeviceList> next = new ArrayList<>(epochs);
        next.add(DeviceList.begin(statement));
        return new DeviceHistory(next);
    }

    /** With more of an epoch's list. */
    public DeviceHistory with(long epoch, List<DeviceListEntry> entries) {
        if (epoch < 1 || epoch > epochs.size()) {
            throw new RefusedException(Refusal.UNKNOWN, "The statement of the entries' epoch is missing.");
        }
        List<DeviceList> next = new ArrayList<>(epochs);
        next.set((int) epoch - 1, next.get((int) epoch - 1).with(entries));
        return new DeviceHistory(next);
    }

    public UserId user() {
        return current().statement().user();
    }

    public Octets fingerprint() {
        return current().statement().fingerprint();
    }

    public DeviceList current() {
        return epochs.get(epochs.size() - 1);
    }

    public List<DeviceList> epochs() {
        return epochs;
    }

    /** Where in the history this was the head; null if nowhere. */
    public @Nullable Point find(Octets head) {
        for (int i = epochs.size() - 1; i >= 0; i--) {
            int point = epochs.get(i).pointOf(head);
            if (point >= 0) {
                return new Point(epochs.get(i), point);
            }
        }
        return null;
    }
}
