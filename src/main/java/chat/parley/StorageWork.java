package chat.parley;

import chat.parley.config.BadSettingException;
import chat.parley.config.Settings;
import chat.parley.storage.NewerSchemaException;
import chat.parley.storage.StorageException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.sql.SQLException;

/** What backup and restore do around their work: settings before, and words for what went wrong after. */
final class StorageWork {
    interface Work {
        void on(Settings settings) throws IOException, SQLException;
    }

    private StorageWork() {}

    /** Answers the exit code: 1 when it could not be done, 2 when the settings are wrong. */
    static int run(ConfigSource source, Work work) throws InterruptedException {
        Logging.quiet();
        Vertx vertx = Vertx.vertx();
        try {
            work.on(source.load(vertx));
            return 0;
        } catch (BadSettingException e) {
            System.err.println(e.getMessage());
            return 2;
        } catch (StorageException | NewerSchemaException e) {
            System.err.println(e.getMessage());
            return 1;
        } catch (IOException | SQLException e) {
            System.err.println("That did not work: " + e);
            return 1;
        } finally {
            vertx.close();
        }
    }
}
