package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceHistory;
import chat.parley.crypto.seal.DeviceList;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.model.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whose account keys this device has pinned, and the device lists that it verified from there on. */
public final class Contacts {
    private static final String CONTACT = "contact/";
    private static final String LISTS = "lists/";

    private final Jotter vault;
    private final Backup backup;
    private final Map<UserId, Contact> contacts = new HashMap<>();
    private final Map<String, DeviceHistory> histories = new HashMap<>();

    /** What came of what the server published. */
    public enum Learned {
        /** The account is seen for the first time, and pinned. */
        FIRST_SEEN,
        UNCHANGED,
        EXTENDED,
        /** Another account key than the pinned one: nothing goes to that user until it is accepted. */
        ACCOUNT_CHANGED,
        /** An account of former times, kept to check old entries by. */
        FORMER
    }

    Contacts(Jotter vault, Backup backup) {
        this.vault = vault;
        this.backup = backup;
        vault.all(CONTACT).values().forEach(bytes -> {
            Contact contact = Contact.parse(bytes);
            contacts.put(contact.user(), contact);
        });
    }

    public @Nullable Contact get(UserId user) {
        return contacts.get(user);
    }

    /**
     * Takes in what the server publishes of a user. Fails {@link Refusal#FORKED} and {@link Refusal#ROLLED_BACK} where it
     * contradicts what was seen; what was good before stays in force then.
     */
    Learned learn(PublishedDevices published) {
        if (published.epochs().isEmpty()) {
            throw new RefusedException(Refusal.UNKNOWN, "No statement came.");
        }
        DeviceHistory known = known(published);
        DeviceHistory now = Histories.merge(known, published);
        Contact contact = contacts.get(published.user());
        if (contact != null
                && contact.seenHead() != null
                && contact.fingerprint().equals(now.fingerprint())
                && now.find(contact.seenHead()) == null) {
            throw new RefusedException(
                    Refusal.ROLLED_BACK, "The device list lacks what another device of yours has seen.");
        }
        boolean more =
                known == null || !known.current().head().equals(now.current().head());
        if (more) {
            store(now);
        }
        if (!published.current()) {
            return Learned.FORMER;
        }
        return pin(now, more);
    }

    private @Nullable DeviceHistory known(PublishedDevices published) {
        Octets first = published.epochs().get(0).statement();
        Contact pinned = contacts.get(published.user());
        DeviceHistory usual = pinned == null ? null : history(published.user(), pinned.fingerprint());
        return history(published.user(), Histories.statement(usual, first).fingerprint());
    }

    private Learned pin(DeviceHistory now, boolean more) {
        Contact contact = contacts.get(now.user());
        Octets fingerprint = now.fingerprint();
        if (contact == null) {
            put(new Contact(now.user(), fingerprint, false, null, null));
            return Learned.FIRST_SEEN;
        }
        if (!contact.fingerprint().equals(fingerprint)) {
            Octets candidate = contact.candidate();
            if (candidate == null || !candidate.equals(fingerprint)) {
                put(new Contact(
                        now.user(), contact.fingerprint(), contact.verified(), fingerprint, contact.seenHead()));
            }
            return Learned.ACCOUNT_CHANGED;
        }
        if (contact.isChanged()) {
            // A server that goes back to the old account shows two: the warning stays until the user decides.
            return Learned.ACCOUNT_CHANGED;
        }
        if (more) {
            backup.add(BackupRecord.Pin.of(contact, now));
        }
        return more ? Learned.EXTENDED : Learned.UNCHANGED;
    }

    /** The user accepts the changed account key; a contact that was verified has to be verified anew. */
    void accept(UserId user) {
        Contact contact = changed(user);
        put(new Contact(user, Objects.requireNonNull(contact.candidate()), false, null, null));
    }

    /** The user stays with the account key that was pinned. */
    void decline(UserId user) {
        Contact contact = changed(user);
        put(new Contact(user, contact.fingerprint(), contact.verified(), null, contact.seenHead()));
    }

    /** The user compared the numbers, of the account key that is pinned or that wants to be. */
    void verified(UserId user, Octets fingerprint) {
        Contact contact = contacts.get(user);
        if (contact == null || !contact.shown().equals(fingerprint)) {
            throw new RefusedException(Refusal.UNKNOWN, "That is not the account key seen here.");
        }
        put(new Contact(user, fingerprint, true, null, null));
    }

    private Contact changed(UserId user) {
        Contact contact = contacts.get(user);
        if (contact == null || !contact.isChanged()) {
            throw new RefusedException(Refusal.UNKNOWN, "The account key of that user has not changed.");
        }
        return contact;
    }

    /** A pin that came out of the backup. A state that is known already is only ever made better. */
    void restore(UserId user, Octets fingerprint, boolean verified, Octets seenHead) {
        Contact contact = contacts.get(user);
        if (contact == null) {
            store(new Contact(user, fingerprint, verified, null, seenHead));
        } else if (contact.fingerprint().equals(fingerprint)) {
            DeviceHistory history = history(user, fingerprint);
            boolean ahead = history == null || history.find(seenHead) == null;
            store(new Contact(
                    user,
                    fingerprint,
                    contact.verified() || verified,
                    contact.candidate(),
                    ahead ? seenHead : contact.seenHead()));
        }
    }

    private void put(Contact contact) {
        store(contact);
        DeviceHistory history = history(contact.user(), contact.fingerprint());
        if (history != null) {
            backup.add(BackupRecord.Pin.of(contact, history));
        }
    }

    private void store(Contact contact) {
        contacts.put(contact.user(), contact);
        vault.put(CONTACT + contact.user(), contact.toBytes());
    }

    private void store(DeviceHistory history) {
        String name = name(history.user(), history.fingerprint());
        histories.put(name, history);
        vault.put(name, Histories.toBytes(history));
    }

    /** The verified lists under an account; null if none came yet. */
    @Nullable
    DeviceHistory history(UserId user, Octets fingerprint) {
        String name = name(user, fingerprint);
        DeviceHistory history = histories.get(name);
        if (history == null) {
            byte[] bytes = vault.get(name);
            if (bytes == null) {
                return null;
            }
            history = Histories.parse(bytes);
            histories.put(name, history);
        }
        return history;
    }

    /** The devices of the pinned account now; null if its lists did not come yet. */
    @Nullable
    DeviceList devices(UserId user) {
        Contact contact = contacts.get(user);
        DeviceHistory history = contact == null ? null : history(user, contact.fingerprint());
        return history == null ? null : history.current();
    }

    /** The account key of somebody, of the changed one where there is one. */
    Octets accountKey(UserId user) {
        Contact contact = contacts.get(user);
        DeviceHistory history = contact == null ? null : history(user, contact.shown());
        if (history == null) {
            throw new RefusedException(Refusal.UNKNOWN, "The account key of that user is not here yet.");
        }
        return history.current().statement().accountKey();
    }

    Iterable<Contact> all() {
        return contacts.values();
    }

    private static String name(UserId user, Octets fingerprint) {
        return LISTS + user + "/" + fingerprint.hex();
    }
}
