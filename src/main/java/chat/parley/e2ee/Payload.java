package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.KeyRequest;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.VerifyKey;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import chat.parley.model.UserId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a key delivery carries (section 4.2). */
@SuppressWarnings("ArrayRecordComponent")
record Payload(
        byte @Nullable [] profileKey,
        List<Chain> chains,
        @Nullable AccountKeys account) {
    static final int MOST_CHAINS = 200;

    Payload {
        chains = List.copyOf(chains);
    }

    /** A sender chain as it is given away: its key at an index. {@code previous}: zeros where there is none. */
    @SuppressWarnings("ArrayRecordComponent")
    record Chain(
            UserId owner,
            DeviceId device,
            Octets id,
            long index,
            byte[] key,
            Octets verifyKey,
            long began,
            Octets previous,
            long previousLength) {
        void write(WireWriter out) {
            out.id(owner.value())
                    .id(device.value())
                    .octets(id)
                    .u32(index)
                    .bytes(key)
                    .octets(verifyKey)
                    .u64(began)
                    .octets(previous)
                    .u32(previousLength);
        }

        static Chain read(WireReader in) {
            return new Chain(
                    new UserId(in.id()),
                    new DeviceId(in.id()),
                    in.octets(KeyRequest.CHAIN_ID),
                    in.u32(),
                    in.bytes(Aead.KEY),
                    in.octets(VerifyKey.LENGTH),
                    in.u64(),
                    in.octets(KeyRequest.CHAIN_ID),
                    in.u32());
        }
    }

    /** The keys that a user's devices share. */
    @SuppressWarnings("ArrayRecordComponent")
    record AccountKeys(long epoch, byte[] deviceSigningSeed, long generation, byte[] backupKey) {}

    byte[] toBytes() {
        WireWriter out = WireWriter.structure().flag(profileKey != null);
        if (profileKey != null) {
            out.bytes(profileKey);
        }
        out.u16(chains.size());
        chains.forEach(chain -> chain.write(out));
        out.flag(account != null);
        if (account != null) {
            out.u32(account.epoch())
                    .bytes(account.deviceSigningSeed())
                    .u32(account.generation())
                    .bytes(account.backupKey());
        }
        return out.toBytesErasing();
    }

    static Payload parse(byte[] bytes) {
        WireReader in = new WireReader("a delivery's keys", bytes, WireReader.LARGEST);
        in.version();
        byte[] profileKey = in.flag() ? in.bytes(Aead.KEY) : null;
        int count = in.u16();
        if (count > MOST_CHAINS) {
            throw in.malformed("at most " + MOST_CHAINS + " chains come at once, not " + count);
        }
        List<Chain> chains = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chains.add(Ids.checked(in, Chain::read));
        }
        AccountKeys account =
                in.flag() ? new AccountKeys(in.u32(), in.bytes(SigningKey.SEED), in.u32(), in.bytes(Aead.KEY)) : null;
        in.end();
        return new Payload(profileKey, chains, account);
    }
}
