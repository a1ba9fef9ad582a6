package chat.parley.crypto.seal;

import chat.parley.model.UserId;

/** A public X25519 key to which deliveries are sealed (section 3.3). */
public record PreKey(Kind kind, UserId user, DeviceId device, long id, Octets key, long time, Octets bytes) {
    /** How often a key is used. */
    public enum Kind implements Coded {
        WEEKLY(1),
        ONE_TIME(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    public static PreKey make(Signer device, UserId user, Kind kind, long id, Octets key, long time) {
        return parse(WireWriter.structure()
                .code(kind)
                .id(user.value())
                .id(DeviceId.of(device.publicKey()).value())
                .u32(id)
                .octets(key)
                .u64(time)
                .signedBy(device, Label.PRE_KEY));
    }

    public static PreKey parse(Octets bytes) {
        WireReader in = WireReader.structure("a pre-key", bytes);
        Kind kind = in.coded(Kind.values());
        UserId user = Ids.user(in);
        DeviceId device = Ids.device(in);
        long id = in.u32();
        Octets key = in.octets(32);
        long time = in.u64();
        in.bytes(VerifyKey.SIGNATURE);
        in.end();
        return new PreKey(kind, user, device, id, key, time, bytes);
    }

    /** Fails {@link Refusal#BAD_SIGNATURE} unless the device with this signing key made it. */
    public void verify(Octets deviceKey) {
        if (!DeviceId.of(deviceKey).equals(device)) {
            throw new RefusedException(Refusal.BAD_SIGNATURE, "The pre-key is another device's.");
        }
        VerifyKey.of(deviceKey).mustHaveSigned(Label.PRE_KEY, bytes, "a pre-key");
    }
}
