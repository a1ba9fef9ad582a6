package chat.parley.crypto.seal;

import chat.parley.model.UserId;

/** A piece of a user's encrypted backup (section 3.8); the server keeps their order. */
public record BackupSegment(Header header, Octets nonce, Octets ciphertext, Octets bytes) {
    public static final int NONCE = 12;

    /** What a piece is. */
    public enum Kind implements Coded {
        INCREMENT(1),
        SNAPSHOT_PART(2),
        /** The last part of a snapshot: what is before {@code base} is not needed any more. */
        SNAPSHOT_END(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /** What stands before the ciphertext, and is bound to it. */
    public record Header(Kind kind, UserId user, long generation, long counter, Octets previous, long base) {
        WireWriter write() {
            return WireWriter.structure()
                    .code(kind)
                    .id(user.value())
                    .u32(generation)
                    .u64(counter)
                    .octets(previous)
                    .u64(base);
        }

        public byte[] additionalData() {
            return Label.BACKUP_SEGMENT.before(write().toBytes());
        }
    }

    public static BackupSegment make(Header header, byte[] nonce, byte[] ciphertext) {
        return parse(header.write().bytes(nonce).bytes16(ciphertext).toOctets());
    }

    public static BackupSegment parse(Octets bytes) {
        WireReader in = WireReader.structure("a backup segment", bytes);
        Header header = new Header(in.coded(Kind.values()), Ids.user(in), in.u32(), in.u64(), in.octets(32), in.u64());
        if (header.counter() == 0 || header.base() > header.counter()) {
            throw in.malformed("its counters cannot be");
        }
        if (header.kind() == Kind.SNAPSHOT_END != (header.base() != 0)) {
            throw in.malformed("the end of a snapshot alone names its beginning");
        }
        Octets nonce = in.octets(NONCE);
        Octets ciphertext = Octets.wrap(in.bytes16());
        in.end();
        return new BackupSegment(header, nonce, ciphertext, bytes);
    }

    public Octets hash() {
        return Label.BACKUP_SEGMENT.structureHash(bytes.view());
    }
}
