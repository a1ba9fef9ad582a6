package chat.parley.users;

import chat.parley.bus.Failure;
import chat.parley.model.User;
import chat.parley.model.UserId;
import org.jspecify.annotations.Nullable;

/** Who may do what administrators do. Asked anew for each act, so that a role that was taken away counts at once. */
interface Authority {
    /** The administrator, or null for the operator at the command line; fails {@code FORBIDDEN}. */
    @Nullable
    User check(@Nullable UserId by);

    /** Of a running server: administrators alone. */
    static Authority ofAdministrators(Accounts accounts) {
        return by -> {
            Account account = by == null ? null : accounts.get(by);
            if (account == null || !account.isAdmin()) {
                throw Failure.FORBIDDEN.because("This needs the role admin.");
            }
            return account.user;
        };
    }

    /** Of the command line: whoever may write the data folder. */
    static Authority ofTheOperator() {
        return by -> {
            if (by != null) {
                throw Failure.FORBIDDEN.because("At the command line nobody acts for somebody else.");
            }
            return null;
        };
    }
}
