package chat.parley.users;

import static chat.parley.support.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.bus.Administration;
import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Users;
import chat.parley.config.Settings;
import chat.parley.config.SettingsLoader;
import chat.parley.crypto.Argon2Cost;
import chat.parley.model.ConnectionId;
import chat.parley.model.Secret;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log-in costs: counted, as a clock tells nothing certain on a busy machine. */
class LogInWorkTest {
    private static final Secret PASSWORD = new Secret("correct horse battery");
    private static final Secret WRONG = new Secret("wrong horse battery");

    @TempDir
    Path folder;

    private Vertx vertx;
    private Bus bus;
    private UserRegistryVerticle registry;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        Bus.prepare(vertx);
        bus = new Bus(vertx);
        deploy("1");
    }

    private void deploy(String iterations) {
        Settings settings = await(new SettingsLoader(vertx)
                .load(
                        null,
                        Map.of(
                                "users.argon2MemoryKiB", "1024",
                                "users.argon2Iterations", iterations,
                                "users.registration", "open",
                                "limits.passwordsPerMinute", "1000")));
        registry = new UserRegistryVerticle(settings.users(), settings.limits(), folder);
        await(vertx.deployVerticle(registry));
    }

    private void redeploy(String iterations) {
        await(vertx.undeploy(registry.deploymentID()));
        deploy(iterations);
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    private static Users.Visitor visitor() {
        return new Users.Visitor(ConnectionId.random(), "127.0.0.1", "test");
    }

    private UserId register(String name) {
        return await(bus.ask(Users.REGISTER, new Users.Register(name, PASSWORD, null, visitor())))
                .user()
                .id();
    }

    private Users.LoggedIn logIn(String name, Secret password) {
        return await(bus.ask(Users.LOG_IN, new Users.LogIn(name, password, visitor())));
    }

    private long hashedBy(String name, Secret password) {
        long before = registry.hashed();
        assertThatThrownBy(() -> logIn(name, password))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_PASSWORD_OR_NAME));
        return registry.hashed() - before;
    }

    @Test
    void refusal_whateverTheReason_takesOneComputation() {
        UserId admin = await(bus.ask(
                        Users.REGISTER,
                        new Users.Register(
                                "root",
                                PASSWORD,
                                await(bus.ask(Administration.SETUP, new Administration.Setup()))
                                        .token(),
                                visitor())))
                .user()
                .id();
        register("ann");
        UserId off = register("off");
        UserId gone = register("gone");
        await(bus.ask(Administration.SET_ACTIVE, new Administration.SetActive(admin, off, false)));
        await(bus.ask(Administration.DELETE, new Administration.Delete(admin, gone, false)));
        for (String name : List.of("ann", "nobody", "off", "gone", "not:a,name", "")) {
            assertThat(hashedBy(name, WRONG)).as(name).isEqualTo(1);
        }
        assertThat(hashedBy("off", PASSWORD)).isEqualTo(1);
        long before = registry.hashed();
        logIn("ann", PASSWORD);
        assertThat(registry.hashed() - before).isEqualTo(1);
    }

    @Test
    void changedCost_hashIsMadeAnewAtLogIn_once() throws SQLException {
        register("ann");
        assertThat(stored("ann")).contains("t=1");
        redeploy("3");
        long before = registry.hashed();
        logIn("ann", PASSWORD);
        assertThat(registry.hashed() - before).isEqualTo(2);
        assertThat(stored("ann")).contains("m=1024,t=3,p=1");
        before = registry.hashed();
        logIn("ann", PASSWORD);
        assertThat(registry.hashed() - before).isEqualTo(1);
    }

    private String stored(String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("users.db"));
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT password FROM accounts WHERE name = '" + name + "'")) {
            return row.getString(1);
        }
    }

    @Test
    void unknownName_costsWhatSomeAccountCosts_theSameAfterARestart() {
        Argon2Cost old = new Argon2Cost(1024, 1, 1);
        Argon2Cost present = new Argon2Cost(2048, 2, 1);
        Accounts accounts = new Accounts(new NameBook());
        accounts.season(new byte[] {1, 2, 3});
        assertThat(accounts.costOfNobody("nobody", present)).isEqualTo(present);
        for (int i = 0; i < 20; i++) {
            accounts.add(account("user" + i, i % 2 == 0 ? old : present));
        }
        List<Argon2Cost> costs = IntStream.range(0, 200)
                .mapToObj(i -> accounts.costOfNobody("nobody" + i, present))
                .toList();
        assertThat(costs).contains(old, present);
        Accounts restarted = new Accounts(new NameBook());
        restarted.season(new byte[] {1, 2, 3});
        accounts.all().forEach(restarted::add);
        assertThat(IntStream.range(0, 200)
                        .mapToObj(i -> restarted.costOfNobody("nobody" + i, present))
                        .toList())
                .isEqualTo(costs);
    }

    private static Account account(String name, Argon2Cost cost) {
        Account account = new Account(
                new User(UserId.random(), new UserName(name), UserKind.MEMBER), Administration.State.ACTIVE, 0);
        account.cost = cost;
        return account;
    }

    @Test
    void madeUpNames_takeNoMemory() {
        Accounts accounts = new Accounts(new NameBook());
        accounts.season(new byte[] {1, 2, 3});
        assertThat(IntStream.range(0, 100_000)
                        .mapToObj(i -> SignIn.allowance(accounts, "made up " + i))
                        .distinct()
                        .count())
                .isLessThanOrEqualTo(32 * 32 * 32);
    }
}
