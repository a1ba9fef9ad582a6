package chat.parley.crypto.seal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A user's devices in one epoch: the statement and the verified steps after it. Immutable. */
public final class DeviceList {
    public static final int MOST_DEVICES = 64;
    public static final int MOST_ENTRIES = 10_000;

    private final AccountStatement statement;
    private final VerifyKey signingKey;
    private final List<DeviceListEntry> entries;
    private final List<Octets> hashes;
    private final Map<DeviceId, Octets> devices;
    private final Map<DeviceId, Span> spans;

    /** From which to which point of the list a device is in it; a point is the number of entries before it. */
    private record Span(Octets key, int from, int to) {
        boolean holds(int point) {
            return from <= point && point < to;
        }
    }

    private DeviceList(
            AccountStatement statement,
            VerifyKey signingKey,
            List<DeviceListEntry> entries,
            List<Octets> hashes,
            Map<DeviceId, Octets> devices,
            Map<DeviceId, Span> spans) {
        this.statement = statement;
        this.signingKey = signingKey;
        this.entries = entries;
        this.hashes = hashes;
        this.devices = devices;
        this.spans = spans;
    }

    public static DeviceList begin(AccountStatement statement) {
        return new DeviceList(
                statement,
                VerifyKey.of(statement.deviceSigningKey()),
                List.of(),
                List.of(statement.hash()),
                Map.of(),
                Map.of());
    }

    /** The list with a step more, or why it does not follow. */
    public DeviceList with(DeviceListEntry entry) {
        return with(List.of(entry));
    }

    public DeviceList with(List<DeviceListEntry> more) {
        List<DeviceListEntry> nextEntries = new ArrayList<>(entries);
        List<Octets> nextHashes = new ArrayList<>(hashes);
        Map<DeviceId, Octets> nextDevices = new LinkedHashMap<>(devices);
        Map<DeviceId, Span> nextSpans = new HashMap<>(spans);
        for (DeviceListEntry entry : more) {
            check(entry, nextEntries.size(), nextHashes.get(nextHashes.size() - 1));
            apply(entry, nextEntries.size() + 1, nextDevices, nextSpans);
            nextEntries.add(entry);
            nextHashes.add(entry.hash());
        }
        return new DeviceList(statement, signingKey, nextEntries, nextHashes, nextDevices, nextSpans);
    }

    private void check(DeviceListEntry entry, int size, Octets head) {
        if (!entry.user().equals(statement.user()) || entry.epoch() != statement.epoch()) {
            throw refused(Refusal.STALE, "It belongs to another list.");
        }
        if (entry.index() != size || !entry.previous().equals(head)) {
            throw refused(Refusal.STALE, "It does not follow the list's last entry.");
        }
        if (size >= MOST_ENTRIES) {
            throw refused(Refusal.NOT_ALLOWED, "A list has at most " + MOST_ENTRIES + " entries.");
        }
        signingKey.mustHaveSigned(Label.DEVICE_LIST_ENTRY, entry.bytes(), "a device-list entry");
    }

    private static void apply(
            DeviceListEntry entry, int point, Map<DeviceId, Octets> devices, Map<DeviceId, Span> spans) {
        if (entry.kind() == DeviceListEntry.Kind.RENEW) {
            return;
        }
        DeviceId device = Objects.requireNonNull(entry.device());
        if (entry.kind() == DeviceListEntry.Kind.REMOVE) {
            Octets key = devices.remove(device);
            if (key == null) {
                throw refused(Refusal.NOT_ALLOWED, "The device to remove is not in the list.");
            }
            spans.put(
                    device,
                    new Span(key, Objects.requireNonNull(spans.get(device)).from(), point));
            return;
        }
        if (spans.containsKey(device)) {
            throw refused(Refusal.NOT_ALLOWED, "The device to add was in the list before.");
        }
        if (devices.size() >= MOST_DEVICES) {
            throw refused(Refusal.NOT_ALLOWED, "A user has at most " + MOST_DEVICES + " devices.");
        }
        Octets key = Objects.requireNonNull(entry.deviceKey());
        devices.put(device, key);
        spans.put(device, new Span(key, point, Integer.MAX_VALUE));
    }

    private static RefusedException refused(Refusal why, String because) {
        return new RefusedException(why, "The device-list entry is refused. " + because);
    }

    public AccountStatement statement() {
        return statement;
    }

    public List<DeviceListEntry> entries() {
        return Collections.unmodifiableList(entries);
    }

    /** Number of entries. */
    public int size() {
        return entries.size();
    }

    /** How many devices were taken off in this epoch. */
    public int removals() {
        return spans.size() - devices.size();
    }

    public Octets head() {
        return hashes.get(entries.size());
    }

    /** When the head was signed, in milliseconds since 1970 by the clock of who signed. */
    public long headTime() {
        return timeAt(entries.size());
    }

    long timeAt(int point) {
        return point == 0 ? statement.time() : entries.get(point - 1).time();
    }

    /** The hash after so many entries. */
    public Octets hashAt(int point) {
        return hashes.get(point);
    }

    /** After how many entries the list had this head; -1 if never. */
    public int pointOf(Octets head) {
        return hashes.indexOf(head);
    }

    /** The devices now, with their signing keys, in the order in which they were added. */
    public Map<DeviceId, Octets> devices() {
        return Collections.unmodifiableMap(devices);
    }

    /** The signing key of a device that was listed after so many entries. */
    @Nullable
    Octets keyAt(int point, DeviceId device) {
        Span span = spans.get(device);
        return span != null && span.holds(point) ? span.key() : null;
    }
}
