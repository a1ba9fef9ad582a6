package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.KeyRequest;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import chat.parley.model.UserId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** To whom this device gave one of its chains, and from which index on: what it may give them again. */
final class OwnChain {
    private static final int LARGEST = 1 << 22;

    private final Octets id;
    /** Whether newcomers could read everything when it began. */
    private final boolean forAll;

    private final Map<DeviceId, Given> given = new LinkedHashMap<>();
    private final Map<UserId, Standing> standings;
    private long length;

    /** {@code tried}: it was sealed for the device, or the device had no pre-key to seal it to. */
    record Given(UserId user, long index, boolean tried) {}

    /**
     * With which account, in which epoch of it, and after how many devices were taken off, somebody was a member when the
     * chain was given to them. A device that came and went since may have the chain from its user's other devices.
     */
    record Standing(Octets fingerprint, long epoch, int removals) {}

    OwnChain(Octets id, boolean forAll, Map<UserId, Standing> standings) {
        this.id = id;
        this.forAll = forAll;
        this.standings = new LinkedHashMap<>(standings);
    }

    /** Whether somebody left, is another, or took a device off since. */
    boolean isOvertakenBy(Map<UserId, Standing> now) {
        return !standings.entrySet().stream().allMatch(e -> e.getValue().equals(now.get(e.getKey())));
    }

    /** Whether somebody came whom it did not know. */
    boolean welcome(Map<UserId, Standing> now) {
        int before = standings.size();
        now.forEach(standings::putIfAbsent);
        return standings.size() > before;
    }

    Octets id() {
        return id;
    }

    boolean isForAll() {
        return forAll;
    }

    @Nullable
    Given given(DeviceId device) {
        return given.get(device);
    }

    Map<DeviceId, Given> given() {
        return given;
    }

    /** {@code standing}: that of the device's user, unless it is known how the user stood when the chain was given first. */
    void give(DeviceId device, Given what, @Nullable Standing standing) {
        given.put(device, what);
        if (standing != null) {
            standings.putIfAbsent(what.user(), standing);
        }
    }

    /** From which index on any device of an account was given it; null if none was. */
    @Nullable
    Long givenTo(UserId user, Octets fingerprint) {
        Standing standing = standings.get(user);
        if (standing == null || !standing.fingerprint().equals(fingerprint)) {
            return null;
        }
        return given.values().stream()
                .filter(what -> what.user().equals(user))
                .map(Given::index)
                .min(Long::compare)
                .orElse(null);
    }

    /** One more than the last index that the server accepted. */
    long length() {
        return length;
    }

    void accepted(long index) {
        length = Math.max(length, index + 1);
    }

    byte[] toBytes() {
        WireWriter out =
                WireWriter.structure().octets(id).flag(forAll).u32(length).u32(given.size());
        given.forEach((device, what) ->
                out.id(device.value()).id(what.user().value()).u32(what.index()).flag(what.tried()));
        out.u32(standings.size());
        standings.forEach((user, standing) -> out.id(user.value())
                .octets(standing.fingerprint())
                .u32(standing.epoch())
                .u32(standing.removals()));
        return out.toBytes();
    }

    static OwnChain parse(byte[] bytes) {
        WireReader in = new WireReader("a kept own chain", bytes, LARGEST);
        in.version();
        OwnChain chain = new OwnChain(in.octets(KeyRequest.CHAIN_ID), in.flag(), Map.of());
        chain.length = in.u32();
        for (long left = in.u32(); left > 0; left--) {
            chain.give(new DeviceId(in.id()), new Given(new UserId(in.id()), in.u32(), in.flag()), null);
        }
        for (long left = in.u32(); left > 0; left--) {
            chain.standings.put(new UserId(in.id()), new Standing(in.octets(32), in.u32(), (int) in.u32()));
        }
        in.end();
        return chain;
    }
}
