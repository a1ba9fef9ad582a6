package chat.parley.users;

import chat.parley.model.SessionId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The guests that a restart has to remember. Blocking, and used by one thread at a time. */
final class GuestTable implements AutoCloseable {
    private final SQLiteDataSource source;
    private @Nullable Connection open;

    /** A guest, with the hash of the token that proves it. */
    record Guest(User user, SessionId session, TokenHash token) {}

    GuestTable(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(5_000);
        source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
    }

    List<Guest> openAndLoad() throws SQLException {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/users")
                .load()
                .migrate();
        List<Guest> guests = new ArrayList<>();
        try (PreparedStatement select =
                        connection().prepareStatement("SELECT user_id, name, session, token_hash FROM guests");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                User user = new User(new UserId(row.getString(1)), new UserName(row.getString(2)), UserKind.GUEST);
                guests.add(new Guest(user, new SessionId(row.getString(3)), new TokenHash(row.getBytes(4))));
            }
        }
        return guests;
    }

    void insert(Guest guest, long time) throws SQLException {
        try (PreparedStatement insert = connection()
                .prepareStatement(
                        "INSERT INTO guests (user_id, name, session, token_hash, created) VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, guest.user().id().value());
            insert.setString(2, guest.user().name().value());
            insert.setString(3, guest.session().value());
            insert.setBytes(4, guest.token().bytes());
            insert.setLong(5, time);
            insert.executeUpdate();
        }
    }

    void delete(UserId user) throws SQLException {
        try (PreparedStatement delete = connection().prepareStatement("DELETE FROM guests WHERE user_id = ?")) {
            delete.setString(1, user.value());
            delete.executeUpdate();
        }
    }

    private Connection connection() throws SQLException {
        if (open == null) {
            open = source.getConnection();
        }
        return open;
    }

    @Override
    public void close() throws SQLException {
        if (open != null) {
            open.close();
        }
    }
}
