package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceListEntry;
import chat.parley.crypto.seal.Label;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.crypto.seal.VerifyKey;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import chat.parley.model.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** What a new device and one that approves it say to each other (section 5.5), and what follows from it. */
final class Approval {
    static final String CODE = "parley-device:";

    private static final int RANDOM = 32;
    private static final int MOST = 1024;

    private Approval() {}

    /** What a new device shows of itself. */
    record Reveal(Octets ephemeral, Octets deviceKey, Octets proof) {
        static Reveal of(UserId user, byte[] ephemeral, SigningKey device) {
            return new Reveal(
                    Agreement.publicKey(ephemeral), device.publicKey(), Octets.of(DeviceListEntry.proof(device, user)));
        }

        byte[] toBytes() {
            return WireWriter.structure()
                    .octets(ephemeral)
                    .octets(deviceKey)
                    .octets(proof)
                    .toBytes();
        }

        static Reveal read(WireReader in, UserId user) {
            in.version();
            Reveal reveal =
                    new Reveal(in.octets(Agreement.KEY), in.octets(VerifyKey.LENGTH), in.octets(VerifyKey.SIGNATURE));
            if (!DeviceListEntry.proves(user, reveal.deviceKey(), reveal.proof().bytes())) {
                throw new RefusedException(Refusal.BAD_SIGNATURE, "The new device did not sign for itself.");
            }
            return reveal;
        }

        static Reveal parse(byte[] bytes, UserId user) {
            WireReader in = new WireReader("a new device's words", bytes, MOST);
            Reveal reveal = read(in, user);
            in.end();
            return reveal;
        }
    }

    /** What the approving device gives away in the end. */
    record Grant(Octets fingerprint, Payload.AccountKeys keys, Octets listHead, Backup.Pin backup) {
        byte[] toBytes() {
            return WireWriter.structure()
                    .octets(fingerprint)
                    .u32(keys.epoch())
                    .bytes(keys.deviceSigningSeed())
                    .u32(keys.generation())
                    .bytes(keys.backupKey())
                    .octets(listHead)
                    .u64(backup.counter())
                    .octets(backup.hash())
                    .toBytesErasing();
        }

        static Grant parse(byte[] bytes) {
            WireReader in = new WireReader("a device's keys", bytes, MOST);
            in.version();
            Grant grant = new Grant(
                    in.octets(32),
                    new Payload.AccountKeys(in.u32(), in.bytes(SigningKey.SEED), in.u32(), in.bytes(Aead.KEY)),
                    in.octets(32),
                    new Backup.Pin(in.u64(), in.octets(32)));
            in.end();
            return grant;
        }
    }

    /** What both sides have in common once they heard each other. */
    @SuppressWarnings("ArrayRecordComponent")
    record Common(Octets transcript, byte[] secret) {
        List<Integer> emoji() {
            return Emoji.numbers(Hkdf.derive(transcript.bytes(), secret, Label.APPROVAL_EMOJI, 6));
        }

        byte[] seal(byte[] plain) {
            byte[] material = material();
            byte[] sealed = Aead.seal(key(material), nonce(material), transcript.bytes(), plain);
            return WireWriter.structure().bytes16(sealed).toBytes();
        }

        byte[] open(byte[] granted) {
            WireReader in = new WireReader("an approval", granted, MOST);
            in.version();
            byte[] sealed = in.bytes16();
            in.end();
            byte[] material = material();
            return Aead.open(key(material), nonce(material), transcript.bytes(), sealed);
        }

        private byte[] material() {
            return Hkdf.derive(transcript.bytes(), secret, Label.APPROVAL_KEY, Aead.KEY + Aead.NONCE);
        }

        private static byte[] key(byte[] material) {
            return Arrays.copyOf(material, Aead.KEY);
        }

        private static byte[] nonce(byte[] material) {
            return Arrays.copyOfRange(material, Aead.KEY, material.length);
        }
    }

    static byte[] hello(UserId user, Reveal reveal) {
        return WireWriter.structure()
                .id(user.value())
                .octets(Label.APPROVAL_COMMITMENT.hash(reveal.toBytes()))
                .toBytes();
    }

    /** The commitment of a hello, which must be of this user. */
    static Octets commitment(byte[] hello, UserId user) {
        WireReader in = new WireReader("a new device's hello", hello, MOST);
        in.version();
        UserId said = Ids.checked(in, reader -> new UserId(reader.id()));
        Octets commitment = in.octets(32);
        in.end();
        if (!said.equals(user)) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The new device is another user's.");
        }
        return commitment;
    }

    static byte[] answer(byte[] ephemeral) {
        return WireWriter.structure().octets(Agreement.publicKey(ephemeral)).toBytes();
    }

    static Octets answered(byte[] answer) {
        WireReader in = new WireReader("an approving device's answer", answer, MOST);
        in.version();
        Octets key = in.octets(Agreement.KEY);
        in.end();
        return key;
    }

    /** After three messages in the open. */
    static Common common(byte[] hello, byte[] answer, byte[] reveal, byte[] ephemeral, Octets other) {
        return new Common(Label.APPROVAL_TRANSCRIPT.hash(hello, answer, reveal), Agreement.agree(ephemeral, other));
    }

    /** After a code that was read from the other's screen: with its random bytes, which the server does not know. */
    static Common common(byte[] code, byte[] answer, byte[] ephemeral, Octets other) {
        byte[] agreed = Agreement.agree(ephemeral, other);
        byte[] secret = Arrays.copyOf(agreed, agreed.length + RANDOM);
        System.arraycopy(code, code.length - RANDOM, secret, agreed.length, RANDOM);
        return new Common(Label.APPROVAL_TRANSCRIPT.hash(code, answer), secret);
    }

    static byte[] code(UserId user, Reveal reveal, byte[] random) {
        return WireWriter.structure()
                .id(user.value())
                .bytes(reveal.toBytes())
                .bytes(random)
                .toBytes();
    }

    static Reveal revealed(byte[] code, UserId user) {
        WireReader in = new WireReader("a new device's code", code, MOST);
        in.version();
        UserId said = Ids.checked(in, reader -> new UserId(reader.id()));
        if (!said.equals(user)) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The new device is another user's.");
        }
        Reveal reveal = Reveal.read(in, user);
        in.bytes(RANDOM);
        in.end();
        return reveal;
    }

    static String text(byte[] code) {
        return CODE + Base64.getUrlEncoder().withoutPadding().encodeToString(code);
    }

    static byte[] ofText(String text) {
        String code = text.strip();
        if (!code.startsWith(CODE)) {
            throw new IllegalArgumentException("The code of a new device begins with " + CODE);
        }
        try {
            return Base64.getUrlDecoder().decode(code.substring(CODE.length()).getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The code of the new device is not complete.");
        }
    }
}
