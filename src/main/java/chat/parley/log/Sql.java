package chat.parley.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;

/** One connection in transactions, and its statements, each prepared once. Values only ever go in as parameters. */
final class Sql implements AutoCloseable {
    /** Virtual machine instructions of SQLite between two looks at the clock. */
    private static final int STEPS = 100_000;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** Makes a value of the row at hand. It must not run the statement that it is a row of. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    Sql(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
    }

    /**
     * Keeps others from writing until the end of the transaction, and waits while one of them does. The driver begins
     * the next transaction with each commit; by itself that takes nothing, so that an idle writer is in nobody's way.
     */
    void lock() throws SQLException {
        int unused = update("ROLLBACK") + update("BEGIN IMMEDIATE");
    }

    /** How many rows were changed. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        return bound(sql, values).executeUpdate();
    }

    <T> List<T> list(String sql, Row<T> each, @Nullable Object... values) throws SQLException {
        List<T> all = new ArrayList<>();
        try (ResultSet row = bound(sql, values).executeQuery()) {
            while (row.next()) {
                all.add(each.of(row));
            }
        }
        return all;
    }

    /** The first row's value; null when there is no row. */
    <T> @Nullable T first(String sql, Row<T> each, @Nullable Object... values) throws SQLException {
        try (ResultSet row = bound(sql, values).executeQuery()) {
            return row.next() ? each.of(row) : null;
        }
    }

    /** The first column of the first row; 0 when there is none, or it is null. */
    long number(String sql, @Nullable Object... values) throws SQLException {
        Long number = first(sql, row -> row.getLong(1), values);
        return number == null ? 0 : number;
    }

    PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof Integer number) {
            statement.setInt(index, number);
        } else if (value == null) {
            statement.setObject(index, null);
        } else {
            throw new IllegalArgumentException("A parameter is text or a number, not " + value.getClass());
        }
    }

    /** Breaks off whatever runs for longer than this from now on. */
    void giveUpAfter(long millis) throws SQLException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        ProgressHandler.setHandler(connection, STEPS, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() > deadline ? 1 : 0;
            }
        });
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
