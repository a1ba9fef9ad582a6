package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceHistory;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.crypto.seal.Roster;
import chat.parley.crypto.seal.SealedMessage;
import java.time.Duration;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** Opens the messages of one room (section 6.2). What is wrong with a message changes nothing here. */
final class Opening {
    private static final long OLD = Duration.ofDays(10).toMillis();

    private final Keeping keeping;
    private final Outgoing outgoing;

    Opening(Keeping keeping, Outgoing outgoing) {
        this.keeping = keeping;
        this.outgoing = outgoing;
    }

    Reading open(Placed placed) {
        try {
            SealedMessage message = SealedMessage.parse(placed.message());
            SealedMessage.Header header = message.header();
            if (!header.room().equals(placed.room())
                    || !header.sender().equals(placed.sender())
                    || !header.id().equals(placed.id())) {
                throw new RefusedException(Refusal.NOT_ALLOWED, "The message is another than the server says.");
            }
            Roster roster = keeping.book().roster();
            int index = keeping.book().indexAt(placed.seq());
            if (roster == null || index < 0 || roster.indexOf(header.rosterHead()) < 0) {
                return new Reading.WaitingForLists(header.sender(), true);
            }
            return open(placed, message, roster, index);
        } catch (RefusedException e) {
            return new Reading.Refused(e.why(), String.valueOf(e.getMessage()));
        }
    }

    private Reading open(Placed placed, SealedMessage message, Roster roster, int index) {
        SealedMessage.Header header = message.header();
        Octets account = roster.fingerprintAt(index, header.sender());
        if (account == null) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "Its sender was no member at that time.");
        }
        DeviceHistory history = keeping.contacts().history(header.sender(), account);
        DeviceHistory.Point point = history == null ? null : history.find(header.listHead());
        if (point == null) {
            return new Reading.WaitingForLists(header.sender(), false);
        }
        if (point.keyOf(header.device()) == null) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "It is by a device that its sender had not.");
        }
        ReceivedChain chain = keeping.archive().get(header.chain());
        if (chain == null || header.index() < chain.origin().index()) {
            return new Reading.WaitingForKey(header.sender(), header.device(), header.chain(), header.index());
        }
        Reading other = check(placed, message, chain);
        if (other != null) {
            return other;
        }
        PlainMessage plain = chain.open(message);
        EnumSet<Reading.Flag> flags = flags(placed, message, chain, roster.headAt(index), point);
        chain.read(message, plain, placed.seq());
        long missing = chain.missingBefore(header.index());
        if (missing > 0) {
            flags.add(Reading.Flag.GAP);
        }
        keeping.archive().store(chain);
        return new Reading.Opened(plain.content(), flags, header.device(), missing);
    }

    private static @Nullable Reading check(Placed placed, SealedMessage message, ReceivedChain chain) {
        SealedMessage.Header header = message.header();
        if (!chain.origin().owner().equals(header.sender())
                || !chain.origin().device().equals(header.device())) {
            throw new RefusedException(Refusal.BAD_SIGNATURE, "It is under somebody else's chain.");
        }
        if (chain.contradicts(message)) {
            throw new RefusedException(Refusal.FORKED, "There are two messages under one index.");
        }
        if (chain.isAbandoned(header.index())) {
            throw new RefusedException(Refusal.STALE, "Its sender took it back before it was sent.");
        }
        Long elsewhere = chain.seqOf(message);
        return elsewhere != null && elsewhere != placed.seq() ? new Reading.Repeated(elsewhere) : null;
    }

    private EnumSet<Reading.Flag> flags(
            Placed placed, SealedMessage message, ReceivedChain chain, Octets headThen, DeviceHistory.Point point) {
        EnumSet<Reading.Flag> flags = EnumSet.noneOf(Reading.Flag.class);
        SealedMessage.Header header = message.header();
        if (!header.rosterHead().equals(headThen)) {
            flags.add(Reading.Flag.STALE_ROSTER);
        }
        if (placed.time() - point.time() > OLD) {
            flags.add(Reading.Flag.OLD_DEVICES);
        }
        if (chain.isClosedBefore(placed.seq())) {
            flags.add(Reading.Flag.REMOVED_DEVICE);
        }
        if (chain.isOutOfOrder(header.index(), placed.seq())) {
            flags.add(Reading.Flag.OUT_OF_ORDER);
        }
        if (header.device().equals(keeping.self().deviceId()) && outgoing.didNotWrite(header)) {
            flags.add(Reading.Flag.COPIED_DEVICE);
        }
        return flags;
    }
}
