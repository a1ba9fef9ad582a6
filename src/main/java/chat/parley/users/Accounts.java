package chat.parley.users;

import chat.parley.bus.Failure;
import chat.parley.crypto.Argon2Cost;
import chat.parley.model.InvalidValueException;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserName;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** All accounts, the deleted ones included, whose names stay taken; and which names are taken by anybody. */
final class Accounts {
    private static final char[] ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    final NameBook names;
    private final Map<UserId, Account> byId = new HashMap<>();
    private final Map<String, Account> byName = new HashMap<>();
    private final TreeMap<String, Argon2Cost> costs = new TreeMap<>();
    private byte[] pepper = new byte[1];

    Accounts(NameBook names) {
        this.names = names;
    }

    void season(byte[] withPepper) {
        this.pepper = withPepper;
    }

    void add(Account account) {
        byId.put(account.user.id(), account);
        byName.put(folded(account.user.name()), account);
        names.put(account.user);
        costChanged(account);
    }

    void costChanged(Account account) {
        if (account.cost == null) {
            costs.remove(account.user.id().value());
        } else {
            costs.put(account.user.id().value(), account.cost);
        }
    }

    @Nullable
    Account get(UserId id) {
        return byId.get(id);
    }

    /** Whose name this is, whatever its case; null also for what could not be a name. */
    @Nullable
    Account named(String typed) {
        try {
            return byName.get(folded(new UserName(typed)));
        } catch (InvalidValueException e) {
            return null;
        }
    }

    Collection<Account> all() {
        return byId.values();
    }

    private static String folded(UserName name) {
        return name.value().toLowerCase(Locale.ROOT);
    }

    /** A name that somebody may take; fails {@code BAD_NAME}, {@code NAME_TAKEN}. */
    UserName free(String typed) {
        UserName name;
        try {
            name = new UserName(typed);
        } catch (InvalidValueException e) {
            throw Failure.BAD_NAME.because(String.valueOf(e.getMessage()));
        }
        if (names.looksReserved(name)) {
            throw Failure.BAD_NAME.because("The name " + name + " looks like a reserved one. Please choose another.");
        }
        User holder = names.holderOf(name);
        if (holder != null) {
            throw Failure.NAME_TAKEN.because(
                    holder.name().equals(name)
                            ? "The name " + name + " is taken. Please choose another."
                            : "The name " + name + " looks like " + holder.name()
                                    + ", which is taken. Please choose another.");
        }
        return name;
    }

    /**
     * What checking a password for an unknown name is to cost: as much as for some account, always the same one, so that
     * accounts whose hashes are older than the settings do not stand out.
     */
    Argon2Cost costOfNobody(String typed, Argon2Cost present) {
        if (costs.isEmpty()) {
            return present;
        }
        Map.Entry<String, Argon2Cost> next = costs.ceilingEntry(place(typed));
        return (next == null ? costs.firstEntry() : next).getValue();
    }

    /** Where a name belongs among the ids, whether anybody has it or not; nobody can tell who does not know the pepper. */
    String place(String typed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(pepper, "HmacSHA256"));
            byte[] code = mac.doFinal(typed.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            char[] place = new char[26];
            for (int i = 0; i < place.length; i++) {
                place[i] = ID_ALPHABET[code[i] & 31];
            }
            return new String(place);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
