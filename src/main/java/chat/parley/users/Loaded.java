package chat.parley.users;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What the registry knows at its start. */
record Loaded(
        List<Account> accounts,
        List<LiveSession> sessions,
        List<GuestTable.Guest> guests,
        Blocks blocks,
        Pepper pepper) {

    /** Random bytes of this server. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Pepper(byte[] bytes) {
        @Override
        public String toString() {
            return "Pepper";
        }
    }

    static Loaded read(Connection connection) throws SQLException {
        return new Loaded(
                AccountTable.load(connection),
                SessionTable.load(connection),
                GuestTable.load(connection),
                Blocks.load(connection),
                new Pepper(AccountTable.pepper(connection)));
    }

    void into(Attendance attendance) {
        attendance.accounts.season(pepper.bytes());
        accounts.forEach(attendance.accounts::add);
        sessions.forEach(attendance.sessions::add);
        for (GuestTable.Guest guest : guests) {
            LiveSession session = new LiveSession(
                    guest.session(), guest.user().id(), guest.token(), "", "", System.currentTimeMillis());
            attendance.keep(guest.user(), session);
        }
    }
}
