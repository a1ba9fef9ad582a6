package chat.parley.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** Data folders as earlier releases left them, made of the dumps in {@code released/}. */
public final class ReleasedSchemas {
    /** Who is in the dumps of schema 1, and what. */
    public static final String V1_ANN = "y7wd7fzr628wsh5ymvc5591ey9";

    public static final String V1_ANN_TOKEN = "g6Y7ctpQztEPPK_ENTZdP0akNc74VMlxH1J2u1HwgAw";
    public static final String V1_BOB_TOKEN = "VUew3zppG3AOOTEOeNk7UjoHmbie3TBGTo43-Ya9KfM";
    public static final String V1_DIRECT = "02ft9zwbv8qa6zq7s91f6kjaz8";
    public static final String V1_FILE = "6kdbzh09akrzmc0cnh29s2p0b2";

    private ReleasedSchemas() {}

    /** Makes the three databases and the one file of schema 1. */
    public static void v1(Path data) throws IOException, SQLException {
        for (Schema schema : Schema.values()) {
            execute(data.resolve(schema.file()), dump("v1/" + schema.file().replace(".db", ".sql")));
        }
        Path folder = Files.createDirectories(data.resolve("file-store").resolve("6k/db"));
        Files.writeString(folder.resolve(V1_FILE), "hello");
    }

    /** Runs statements on a database file. */
    public static void execute(Path database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static String dump(String name) throws IOException {
        try (InputStream dump =
                Objects.requireNonNull(ReleasedSchemas.class.getResourceAsStream("/released/" + name), name)) {
            return new String(dump.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
