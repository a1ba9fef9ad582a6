package chat.parley.bus;

import chat.parley.model.Secret;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What administrators do with accounts, each act with its line in the audit. Answered by the user registry, which checks
 * that {@code by} is an administrator and fails {@code FORBIDDEN} otherwise; and by the account desk of the command line,
 * where {@code by} is null: whoever may write the data folder is the operator.
 */
public interface Administration {
    Request<ListAccounts, Accounts> ACCOUNTS = new Request<>("admin.accounts", ListAccounts.class, Accounts.class);

    /** The operator alone. Fails {@code BAD_NAME}, {@code NAME_TAKEN}, {@code WEAK_PASSWORD}. */
    Request<Add, Account> ADD = new Request<>("admin.add", Add.class, Account.class);

    /** Fails {@code NO_SUCH_USER}, {@code BAD_REQUEST}, and {@code FORBIDDEN} for the last administrator. */
    Request<SetRole, Account> SET_ROLE = new Request<>("admin.set-role", SetRole.class, Account.class);

    /** A deactivated account keeps everything but cannot come in. Fails as {@link #SET_ROLE}. */
    Request<SetActive, Account> SET_ACTIVE = new Request<>("admin.set-active", SetActive.class, Account.class);

    /** Fails as {@link #SET_ROLE}. */
    Request<Delete, Account> DELETE = new Request<>("admin.delete", Delete.class, Account.class);

    /** A one-time token to set a new password with; an earlier one is void. Fails {@code NO_SUCH_USER}. */
    Request<Reset, Issued> RESET = new Request<>("admin.reset", Reset.class, Issued.class);

    /** Fails {@code REGISTRATION_CLOSED}, {@code BAD_REQUEST}, {@code TOO_MANY}. */
    Request<Invite, Issued> INVITE = new Request<>("admin.invite", Invite.class, Issued.class);

    /** Those that can still be used. */
    Request<By, Invites> INVITES = new Request<>("admin.invites", By.class, Invites.class);

    /** Fails {@code BAD_INVITE} when there is none. */
    Request<RevokeInvite, Done> REVOKE_INVITE = new Request<>("admin.revoke-invite", RevokeInvite.class, Done.class);

    Request<ReadAudit, Audit> AUDIT = new Request<>("admin.audit", ReadAudit.class, Audit.class);

    /** How many are connected just now. */
    Request<By, Connected> CONNECTED = new Request<>("admin.connected", By.class, Connected.class);

    /** The one-time token that makes the first administrator: a new one each time, and none once there is one. */
    Request<Setup, SetupToken> SETUP = new Request<>("admin.setup", Setup.class, SetupToken.class);

    /** What an account is to the server. */
    enum State {
        ACTIVE,
        DEACTIVATED,
        DELETED
    }

    /** {@code online} and what depends on it is known to a running server alone. Times are milliseconds since 1970. */
    record Account(Users.Known known, State state, long created) {}

    record ListAccounts(
            @Nullable UserId by,
            @Nullable String query,
            @Nullable String after,
            int limit) {}

    /** {@code total} counts all that match. */
    record Accounts(List<Account> accounts, int total) {
        public Accounts {
            accounts = List.copyOf(accounts);
        }
    }

    record Add(String name, Secret password, UserKind role) {}

    record SetRole(@Nullable UserId by, UserId user, UserKind role) {}

    record SetActive(@Nullable UserId by, UserId user, boolean active) {}

    record Delete(@Nullable UserId by, UserId user, boolean erase) {}

    record Reset(@Nullable UserId by, UserId user) {}

    record Invite(@Nullable UserId by, UserKind role, int uses, int hours) {}

    /** {@code id} names an invite, for revoking it; the token is told this once. */
    record Issued(String id, Secret token, long expires) {}

    record By(@Nullable UserId by) {}

    record Invites(List<OpenInvite> invites) {
        public Invites {
            invites = List.copyOf(invites);
        }
    }

    record OpenInvite(
            String id,
            UserKind role,
            int uses,
            int used,
            long created,
            long expires,
            @Nullable String createdBy) {}

    /** {@code connections}: of each door that has any. {@code online}: people. */
    record Connected(Map<Users.Through, Integer> connections, int online) {
        public Connected {
            connections = Map.copyOf(connections);
        }
    }

    record RevokeInvite(@Nullable UserId by, String id) {}

    /** Newest first, with a number below {@code before}. */
    record ReadAudit(@Nullable UserId by, @Nullable Long before, int limit) {}

    record Audit(List<Act> acts) {
        public Audit {
            acts = List.copyOf(acts);
        }
    }

    /** Who did what to whom. {@code by} is null for the command line, {@code user} where it was done to nobody. */
    record Act(
            long number,
            long time,
            @Nullable Party by,
            String action,
            @Nullable Party user,
            @Nullable String detail) {}

    /** An id, and the name it had then. */
    record Party(UserId id, String name) {}

    record Setup() {}

    record SetupToken(@Nullable Secret token) {}
}
