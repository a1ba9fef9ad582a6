package chat.parley.e2ee;

import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.SealedMessage;
import chat.parley.model.MessageId;
import org.jspecify.annotations.Nullable;

/** Messages of one room that were sealed and whose fate is not known yet: the same bytes are sent until it is. */
final class Pending {
    private final Keeping keeping;
    private final Outgoing outgoing;

    Pending(Keeping keeping, Outgoing outgoing) {
        this.keeping = keeping;
        this.outgoing = outgoing;
    }

    /** Seals a message once; asked again, it is the very same until the server took or refused it. */
    SealedMessage seal(MessageId id, byte[] content) {
        SealedMessage before = get(id);
        if (before != null) {
            return before;
        }
        SendingChain chain = outgoing.ready();
        SealedMessage.Header header = new SealedMessage.Header(
                keeping.room(),
                keeping.self().user(),
                keeping.self().deviceId(),
                chain.id(),
                chain.index(),
                id,
                keeping.book().mustBeSound().head(),
                keeping.author().listHead());
        SealedMessage message = chain.seal(header, content);
        outgoing.storeSending();
        keeping.vault().put(name(id), message.bytes().bytes());
        return message;
    }

    private @Nullable SealedMessage get(MessageId id) {
        byte[] bytes = keeping.vault().get(name(id));
        return bytes == null ? null : SealedMessage.parse(Octets.of(bytes));
    }

    /** Whether a message of a chain was sealed when the roster or the own device list was another, and has no answer. */
    static boolean isUnansweredUnderOtherHeads(Keeping keeping, Octets chain, Octets rosterHead) {
        Octets listHead = keeping.author().listHead();
        return keeping.vault().all(folder(keeping)).values().stream()
                .map(bytes -> SealedMessage.parse(Octets.of(bytes)).header())
                .anyMatch(header -> header.chain().equals(chain)
                        && !(header.rosterHead().equals(rosterHead)
                                && header.listHead().equals(listHead)));
    }

    void accepted(MessageId id) {
        SealedMessage message = get(id);
        if (message != null) {
            outgoing.accepted(message.header().chain(), message.header().index());
            keeping.vault().remove(name(id));
        }
    }

    void refused(MessageId id) {
        SealedMessage message = get(id);
        if (message != null) {
            outgoing.refused(message.header().chain(), message.header().index());
            keeping.vault().remove(name(id));
        }
    }

    private static String folder(Keeping keeping) {
        return "pending/" + keeping.room() + "/";
    }

    private String name(MessageId id) {
        return folder(keeping) + id;
    }
}
