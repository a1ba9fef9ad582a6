package chat.parley.e2ee;

import chat.parley.crypto.seal.KeyRequest;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.SealedMessage;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The chain under which this device writes to a room now. */
final class SendingChain {
    private static final int LARGEST = 1 << 20;

    private final Octets id;
    private final SigningKey signer;
    private final long began;
    private final List<Long> abandoned = new ArrayList<>();
    private byte[] key;
    private long index;

    SendingChain(Octets id, byte[] key, SigningKey signer, long began) {
        this.id = id;
        this.key = key;
        this.signer = signer;
        this.began = began;
    }

    Octets id() {
        return id;
    }

    long index() {
        return index;
    }

    /** Whether it has served its time. */
    boolean isDone(Surroundings around) {
        return index >= around.pace().messagesPerChain()
                || around.now() - began >= around.pace().chainLife().toMillis()
                || abandoned.size() >= PlainMessage.MOST_ABANDONED;
    }

    /** Seals at the next index, after which the key of that index is gone. */
    SealedMessage seal(SealedMessage.Header header, byte[] content) {
        byte[] plain = new PlainMessage(abandoned, content).toBytes();
        byte[] ciphertext = ChainKeys.sealMessage(id.bytes(), key, header.additionalData(), plain);
        SealedMessage message = SealedMessage.make(signer, header, ciphertext);
        byte[] next = ChainKeys.next(id.bytes(), key);
        Arrays.fill(key, (byte) 0);
        Arrays.fill(plain, (byte) 0);
        key = next;
        index++;
        return message;
    }

    void abandon(long refused) {
        if (!abandoned.contains(refused)) {
            abandoned.add(refused);
        }
    }

    void erase() {
        Arrays.fill(key, (byte) 0);
        signer.erase();
    }

    byte[] toBytes() {
        WireWriter out = WireWriter.structure()
                .octets(id)
                .bytes(signer.seed())
                .u64(began)
                .bytes(key)
                .u32(index)
                .u32(abandoned.size());
        abandoned.forEach(out::u32);
        return out.toBytesErasing();
    }

    static SendingChain parse(byte[] bytes) {
        WireReader in = new WireReader("a kept sending chain", bytes, LARGEST);
        in.version();
        Octets id = in.octets(KeyRequest.CHAIN_ID);
        SigningKey signer = SigningKey.of(in.bytes(SigningKey.SEED));
        long began = in.u64();
        byte[] key = in.bytes(Aead.KEY);
        long index = in.u32();
        SendingChain chain = new SendingChain(id, key, signer, began);
        chain.index = index;
        for (long left = in.u32(); left > 0; left--) {
            chain.abandoned.add(in.u32());
        }
        in.end();
        return chain;
    }
}
