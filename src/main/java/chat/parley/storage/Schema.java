package chat.parley.storage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/** The schema of a database file: brought to the present one, never back. Blocking. */
public enum Schema {
    USERS("users"),
    JOURNAL("journal"),
    FILES("files");

    private final String name;

    Schema(String name) {
        this.name = name;
    }

    /** Such as {@code journal.db}. */
    public String file() {
        return name + ".db";
    }

    /** Brings a file, made if there is none, to the present schema; throws {@link NewerSchemaException}. */
    public void migrate(Path file) {
        Flyway flyway = flyway(file);
        refuseNewer(flyway);
        flyway.migrate();
    }

    /** Throws {@link NewerSchemaException} when the file, which is there, is not for this program. Changes nothing. */
    public void check(Path file) {
        refuseNewer(flyway(file));
    }

    /** Whether the file is of an earlier schema than this program's. */
    public boolean isOlder(Path file) {
        return Files.exists(file) && flyway(file).info().pending().length > 0;
    }

    private Flyway flyway(Path file) {
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource("jdbc:sqlite:" + file.toAbsolutePath(), null, null)
                .locations("classpath:db/" + name)
                .failOnMissingLocations(true)
                .load();
    }

    private void refuseNewer(Flyway flyway) {
        List<MigrationInfo> all = Arrays.asList(flyway.info().all());
        int known = latest(all.stream().filter(each -> !isFuture(each)).toList());
        int found = latest(all.stream().filter(Schema::isFuture).toList());
        if (found > known) {
            throw new NewerSchemaException(file() + " was written by a newer Parley: its schema is number " + found
                    + ", and this program knows up to " + known
                    + ". Start the newer program again, or restore a backup from before the upgrade.");
        }
    }

    private static boolean isFuture(MigrationInfo migration) {
        return switch (migration.getState()) {
            case FUTURE_SUCCESS, FUTURE_FAILED -> true;
            default -> false;
        };
    }

    private static int latest(List<MigrationInfo> migrations) {
        return migrations.stream()
                .filter(each -> each.getVersion() != null)
                .mapToInt(each -> each.getVersion().getMajor().intValue())
                .max()
                .orElse(0);
    }
}
