package chat.parley;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Request;
import chat.parley.bus.Users;
import chat.parley.config.BadSettingException;
import chat.parley.config.Settings;
import chat.parley.model.UserId;
import chat.parley.users.AccountDeskVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** The accounts of a data folder, for a command that does one thing with them. */
final class AccountsAtHand {
    private final Settings settings;
    private final Bus bus;

    private AccountsAtHand(Settings settings, Bus bus) {
        this.settings = settings;
        this.bus = bus;
    }

    /** What a command does. */
    interface Task {
        void with(AccountsAtHand accounts) throws InterruptedException;
    }

    /** The exit code: 0 done, 1 refused, 2 the settings or the folder are wrong. */
    static int with(ConfigSource source, Task task) throws InterruptedException {
        Logging.quiet();
        Vertx vertx = Vertx.vertx();
        try {
            Settings settings = source.load(vertx);
            checkOwner(DataFolder.create(settings.data()));
            Bus.prepare(vertx);
            Bus bus = new Bus(vertx);
            await(vertx.deployVerticle(new AccountDeskVerticle(settings.users(), settings.data())));
            task.with(new AccountsAtHand(settings, bus));
            return 0;
        } catch (FailureException e) {
            System.err.println(e.sentence());
            return 1;
        } catch (BadSettingException | IOException | IllegalStateException e) {
            System.err.println(e.getMessage());
            return 2;
        } finally {
            await(vertx.close());
        }
    }

    /** What root wrote here the server could not write any more. */
    private static void checkOwner(Path data) throws IOException {
        String owner = Files.getOwner(data).getName();
        if (System.getProperty("user.name").equals("root") && !owner.equals("root")) {
            throw new IOException("The data folder belongs to " + owner
                    + ". Run this as that user, such as with: sudo -u " + owner + " …");
        }
    }

    Settings settings() {
        return settings;
    }

    <Q extends Record, A extends Record> A ask(Request<Q, A> request, Q question) throws InterruptedException {
        return await(bus.ask(request, question));
    }

    /** The account of that name; fails {@code NO_SUCH_USER}. */
    UserId named(String name) throws InterruptedException {
        try {
            return ask(Users.FIND, new Users.Find(null, name)).user().id();
        } catch (FailureException e) {
            throw Failure.NO_SUCH_USER.because("There is no account of the name " + name + ".");
        }
    }

    private static <T> T await(Future<T> future) throws InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FailureException failure) {
                throw failure;
            }
            throw new IllegalStateException("The accounts cannot be reached: " + e.getCause(), e);
        }
    }
}
