package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceId;
import chat.parley.model.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A device that wants another device of its user to let it in (section 5.5), by emoji or by a code. */
public final class NewDevice {
    private final Surroundings around;
    private final UserId user;
    private final SigningKey device;
    private final byte[] ephemeral;
    private final byte[] random;
    private Approval.@Nullable Common common;

    public NewDevice(UserId user, Surroundings around) {
        this.around = around;
        this.user = user;
        this.device = SigningKey.of(around.bytes(SigningKey.SEED));
        this.ephemeral = around.bytes(Agreement.KEY);
        this.random = around.bytes(32);
    }

    private Approval.Reveal reveal() {
        return Approval.Reveal.of(user, ephemeral, device);
    }

    public DeviceId id() {
        return DeviceId.of(device.publicKey());
    }

    /** The first message. */
    public byte[] hello() {
        return Approval.hello(user, reveal());
    }

    /** The third message, after the other's answer to {@link #hello}. */
    public byte[] reveal(byte[] answer) {
        byte[] reveal = reveal().toBytes();
        common = Approval.common(hello(), answer, reveal, ephemeral, Approval.answered(answer));
        return reveal;
    }

    /** What both screens must show, after {@link #reveal}. */
    public List<Emoji> emoji() {
        return known().emoji().stream().map(Emoji::of).toList();
    }

    /** The text of a code to show, in place of hello and reveal. */
    public String code() {
        return Approval.text(Approval.code(user, reveal(), random));
    }

    /** The other device read the code and answered. */
    public void answered(byte[] answer) {
        common = Approval.common(Approval.code(user, reveal(), random), answer, ephemeral, Approval.answered(answer));
    }

    private Approval.Common known() {
        if (common == null) {
            throw new IllegalStateException("The other device has not answered");
        }
        return common;
    }

    /**
     * Goes in with what the other device granted. To be called once the user said that the emoji are the same.
     *
     * @param own what the server publishes of the user, with this device in it
     */
    public Sealer join(byte[] granted, PublishedDevices own, Vault vault) {
        Approval.Grant grant = Approval.Grant.parse(known().open(granted));
        Sealer sealer =
                Sealer.enter(new Sealer.Entrance(user, grant.fingerprint(), device, grant.keys()), own, vault, around);
        sealer.mustHaveSeen(grant);
        return sealer;
    }
}
