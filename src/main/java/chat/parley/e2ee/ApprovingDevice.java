package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.DeviceList;
import chat.parley.crypto.seal.Label;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.model.UserId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A device that lets another one of its user in (section 5.5). Made by {@link Sealer#approve}. */
public final class ApprovingDevice {
    private final Sealer sealer;
    private final UserId user;
    private final byte[] ephemeral;
    private byte @Nullable [] hello;
    private Approval.@Nullable Reveal reveal;
    private Approval.@Nullable Common common;

    ApprovingDevice(Sealer sealer, UserId user, byte[] ephemeral) {
        this.sealer = sealer;
        this.user = user;
        this.ephemeral = ephemeral;
    }

    /** The answer to a new device's first message. */
    public byte[] answer(byte[] newHello) {
        Approval.commitment(newHello, user);
        hello = newHello.clone();
        return Approval.answer(ephemeral);
    }

    /** The new device's third message, which must be what it committed to. */
    public void revealed(byte[] revealBytes) {
        byte[] first = hello;
        if (first == null) {
            throw new IllegalStateException("The new device has not said hello");
        }
        if (!Label.APPROVAL_COMMITMENT.hash(revealBytes).equals(Approval.commitment(first, user))) {
            throw new RefusedException(Refusal.FORKED, "The new device shows other keys than it committed to.");
        }
        reveal = Approval.Reveal.parse(revealBytes, user);
        common = Approval.common(first, Approval.answer(ephemeral), revealBytes, ephemeral, reveal.ephemeral());
    }

    /** What both screens must show. */
    public List<Emoji> emoji() {
        return known().emoji().stream().map(Emoji::of).toList();
    }

    /** The answer to a code that was read from the new device's screen; nothing has to be compared then. */
    public byte[] scanned(String text) {
        byte[] code = Approval.ofText(text);
        reveal = Approval.revealed(code, user);
        byte[] answer = Approval.answer(ephemeral);
        common = Approval.common(code, answer, ephemeral, reveal.ephemeral());
        return answer;
    }

    private Approval.Common known() {
        if (common == null) {
            throw new IllegalStateException("The new device has not shown its keys");
        }
        return common;
    }

    /** The entry that adds the device, for the server. To be called once the user said that the emoji are the same. */
    public Octets entry() {
        known();
        Approval.Reveal shown = shown();
        return sealer.addDevice(shown.deviceKey(), shown.proof());
    }

    /** What lets the new device in, once the server has taken the entry and this device has learned of it. */
    public byte[] grant() {
        DeviceList list = sealer.ownDevices();
        if (!list.devices().containsKey(DeviceId.of(shown().deviceKey()))) {
            throw new IllegalStateException("The new device is not in the device list yet");
        }
        byte[] plain = new Approval.Grant(
                        list.statement().fingerprint(), sealer.sharedKeys(), list.head(), sealer.backupPin())
                .toBytes();
        byte[] granted = known().seal(plain);
        Arrays.fill(plain, (byte) 0);
        return granted;
    }

    private Approval.Reveal shown() {
        if (reveal == null) {
            throw new IllegalStateException("The new device has not shown its keys");
        }
        return reveal;
    }
}
