package chat.parley.crypto.seal;

import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;

/** A message as it travels (section 3.7). The server checks its header; the signature is by a key it does not know. */
public record SealedMessage(Header header, Octets ciphertext, Octets bytes) {
    public static final int MOST_CONTENT = 40_000;

    /** What stands before the ciphertext, and is bound to it. */
    public record Header(
            RoomId room,
            UserId sender,
            DeviceId device,
            Octets chain,
            long index,
            MessageId id,
            Octets rosterHead,
            Octets listHead) {
        WireWriter write() {
            return WireWriter.structure()
                    .id(room.value())
                    .id(sender.value())
                    .id(device.value())
                    .octets(chain)
                    .u32(index)
                    .id(id.value())
                    .octets(rosterHead)
                    .octets(listHead);
        }

        /** The additional data of its encryption. */
        public byte[] additionalData() {
            return Label.MESSAGE.before(write().toBytes());
        }
    }

    public static SealedMessage make(Signer chain, Header header, byte[] ciphertext) {
        return parse(header.write().bytes16(ciphertext).signedBy(chain, Label.MESSAGE));
    }

    public static SealedMessage parse(Octets bytes) {
        WireReader in = WireReader.structure("a sealed message", bytes);
        Header header = new Header(
                Ids.room(in),
                Ids.user(in),
                Ids.device(in),
                in.octets(KeyRequest.CHAIN_ID),
                in.u32(),
                Ids.message(in),
                in.octets(32),
                in.octets(32));
        byte[] ciphertext = in.bytes16();
        if (ciphertext.length < 16 + 64 || ciphertext.length % 64 != 16) {
            throw in.malformed("its ciphertext has no length that can be");
        }
        in.bytes(VerifyKey.SIGNATURE);
        in.end();
        return new SealedMessage(header, Octets.wrap(ciphertext), bytes);
    }

    public Octets hash() {
        return Label.MESSAGE.structureHash(bytes.view());
    }
}
