package chat.parley.bridge;

import static chat.parley.support.Probe.LOBBY;
import static chat.parley.support.Probe.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.bus.Bus;
import chat.parley.bus.Users;
import chat.parley.model.MessageId;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.support.Images;
import chat.parley.support.LegacyProbe;
import chat.parley.support.TcpProbe;
import chat.parley.support.TestServer;
import chat.parley.support.Uploads;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Accounts at the web door, against a whole server. */
class AccountsTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String id() {
        return MessageId.at(System.currentTimeMillis()).value();
    }

    @Test
    void restart_accountKeepsNameRoomsHistoryAndSession() {
        try (TestServer first = TestServer.start()) {
            WebProbe ann = first.member("ann");
            WebProbe bob = first.member("bob");
            ann.call("profile.set", Map.of("display", "Ann of the house"));
            String direct =
                    ann.call("direct.open", Map.of("name", "bob")).path("id").asText();
            ann.say(direct, id(), "kept");
            bob.cut();
            first.stop();
            try (TestServer second = TestServer.over(first.folder());
                    WebProbe again = second.browser();
                    WebProbe byPassword = second.browser()) {
                JsonNode login = again.resumeSession(ann.token());
                assertThat(login.path("user").path("id").asText()).isEqualTo(ann.userId());
                assertThat(login.path("user").path("display").asText()).isEqualTo("Ann of the house");
                assertThat(login.path("rooms").findValuesAsText("id")).contains(direct);
                assertThat(again.call("rooms.history", Map.of("room", direct)).findValuesAsText("text"))
                        .containsExactly("kept");
                assertThat(byPassword
                                .logIn("BOB", PASSWORD)
                                .path("user")
                                .path("id")
                                .asText())
                        .isEqualTo(bob.userId());
                assertThat(again.call("people.get", Map.of("users", List.of(bob.userId())))
                                .path("people")
                                .path(0)
                                .path("name")
                                .asText())
                        .isEqualTo("bob");
            }
        }
    }

    @Test
    void register_thirtyInOneLesson_eachUseOfTheInviteCounts() {
        try (WebProbe admin = server.admin("teacher");
                WebProbe first = server.browser();
                WebProbe second = server.browser();
                WebProbe third = server.browser()) {
            JsonNode invite = admin.call("invites.create", Map.of("role", "member", "uses", 2, "hours", 1));
            String url = invite.path("url").asText();
            assertThat(url).startsWith(server.server().webUrl() + "/#/invite/");
            String token = url.substring(url.lastIndexOf('/') + 1);
            first.register("pupil-one", token);
            second.register("pupil-two", token);
            Map<String, String> late = Map.of("name", "pupil-three", "password", PASSWORD, "invite", token);
            assertThat(third.failure("register", late)).isEqualTo("BAD_INVITE");
            assertThat(third.failure("invite.check", Map.of("invite", token))).isEqualTo("BAD_INVITE");
            assertThat(admin.call("invites.list", Map.of()).path("invites").findValuesAsText("id"))
                    .doesNotContain(invite.path("id").asText());
        }
    }

    @Test
    void register_refusedForTheName_doesNotUseTheInviteUp() {
        try (WebProbe guest = server.guest("spent-guest");
                WebProbe fresh = server.browser()) {
            String invite = server.invite(UserKind.MEMBER);
            Map<String, String> taken = Map.of("name", "Spent-Guest", "password", PASSWORD, "invite", invite);
            assertThat(fresh.failure("register", taken)).isEqualTo("NAME_TAKEN");
            Map<String, String> weak = Map.of("name", "spent-two", "password", "aaaaaaaaaaaa", "invite", invite);
            assertThat(fresh.failure("register", weak)).isEqualTo("WEAK_PASSWORD");
            assertThat(fresh.register("spent-two", invite)
                            .path("user")
                            .path("kind")
                            .asText())
                    .isEqualTo("member");
            assertThat(guest.userId()).isNotEmpty();
        }
    }

    @Test
    void register_asTheServerIsSet_openInviteOrClosed() {
        try (TestServer open = TestServer.start("users.registration", "open");
                TestServer closed = TestServer.start("users.registration", "closed");
                WebProbe anybody = open.browser();
                WebProbe nobody = closed.browser();
                WebProbe uninvited = server.browser()) {
            assertThat(anybody.register("anybody", "").path("user").path("kind").asText())
                    .isEqualTo("member");
            Map<String, String> plain = Map.of("name", "uninvited", "password", PASSWORD);
            assertThat(uninvited.failure("register", plain)).isEqualTo("REGISTRATION_CLOSED");
            assertThat(nobody.failure("register", plain)).isEqualTo("REGISTRATION_CLOSED");
            // The first administrator comes in also where nobody else does.
            String setup = closed.invite(UserKind.ADMIN);
            assertThat(nobody.register("owner", setup).path("user").path("kind").asText())
                    .isEqualTo("admin");
            assertThat(nobody.failure("invites.create", Map.of("role", "member", "uses", 1, "hours", 1)))
                    .isEqualTo("REGISTRATION_CLOSED");
        }
    }

    @Test
    void setupLink_isPrintedUntilThereIsAnAdministrator_andWorksOnce() {
        try (TestServer fresh = TestServer.start();
                WebProbe first = fresh.browser();
                WebProbe second = fresh.browser()) {
            String url = fresh.server().setupUrl().orElseThrow().value();
            assertThat(url).startsWith(fresh.server().webUrl() + "/#/setup/");
            String token = url.substring(url.lastIndexOf('/') + 1);
            assertThat(first.call("invite.check", Map.of("invite", token))
                            .path("role")
                            .asText())
                    .isEqualTo("admin");
            first.register("owner", token);
            Map<String, String> late = Map.of("name", "thief", "password", PASSWORD, "invite", token);
            assertThat(second.failure("register", late)).isEqualTo("BAD_INVITE");
            fresh.stop();
            try (TestServer again = TestServer.over(fresh.folder())) {
                assertThat(again.server().setupUrl()).isEmpty();
            }
        }
    }

    @Test
    void reset_byLink_worksOnceAndEndsSessions() {
        try (WebProbe admin = server.admin("reset-admin");
                WebProbe ann = server.member("reset-ann");
                WebProbe fresh = server.browser();
                WebProbe late = server.browser()) {
            String url = admin.call("admin.resetLink", Map.of("user", ann.userId()))
                    .path("url")
                    .asText();
            Map<String, String> reset =
                    Map.of("token", url.substring(url.lastIndexOf('/') + 1), "password", "brand new words");
            assertThat(fresh.call("reset", reset).path("user").path("id").asText())
                    .isEqualTo(ann.userId());
            ann.next("ended");
            assertThat(late.failure("reset", reset)).isEqualTo("BAD_INVITE");
            assertThat(late.failure("login", Map.of("name", "reset-ann", "password", PASSWORD)))
                    .isEqualTo("BAD_PASSWORD_OR_NAME");
            assertThat(late.failure("login", Map.of("token", ann.token()))).isEqualTo("BAD_TOKEN");
            late.logIn("reset-ann", "brand new words");
        }
    }

    @Test
    void changedPassword_otherSessionsEnd_andTheOwnGoesOn() {
        try (WebProbe ann = server.member("change-ann");
                WebProbe phone = server.browser()) {
            phone.logIn("change-ann", PASSWORD);
            Map<String, String> wrong = Map.of("old", "not my password", "new", "brand new words");
            assertThat(ann.failure("account.password", wrong)).isEqualTo("BAD_PASSWORD_OR_NAME");
            ann.call("account.password", Map.of("old", PASSWORD, "new", "brand new words"));
            phone.next("ended");
            assertThat(ann.call("sessions.list", Map.of()).path("sessions")).hasSize(1);
            ann.say(LOBBY, id(), "still here");
        }
    }

    @Test
    void role_givenAndTaken_countsAtOnceAndTheLastAdministratorStays() {
        try (TestServer own = TestServer.start();
                WebProbe root = own.admin("root");
                WebProbe ann = own.member("ann")) {
            ann.follow(LOBBY, null);
            assertThat(ann.failure("admin.users", Map.of())).isEqualTo("FORBIDDEN");
            root.call("admin.role", Map.of("user", ann.userId(), "role", "admin"));
            assertThat(ann.call("admin.users", Map.of()).path("total").asInt()).isEqualTo(2);
            assertThat(ann.next("room").path("role").asText())
                    .as("in the lobby")
                    .isEqualTo("owner");
            ann.say(LOBBY, id(), "as an administrator");
            assertThat(ann.next("entry").path("sender").path("kind").asText()).isEqualTo("admin");
            ann.call("admin.role", Map.of("user", root.userId(), "role", "member"));
            assertThat(root.failure("admin.users", Map.of())).isEqualTo("FORBIDDEN");
            assertThat(root.next("room").path("role").asText()).isEqualTo("member");
            for (Map.Entry<String, Map<String, Object>> each : Map.<String, Map<String, Object>>of(
                            "admin.role", Map.of("user", ann.userId(), "role", "member"),
                            "admin.deactivate", Map.of("user", ann.userId(), "active", false),
                            "admin.delete", Map.of("user", ann.userId(), "messages", "keep"),
                            "account.delete", Map.of("password", PASSWORD, "messages", "keep"))
                    .entrySet()) {
                JsonNode refusal = ann.fail(each.getKey(), each.getValue());
                assertThat(refusal.path("message").asText()).contains("last administrator");
            }
            assertThat(ann.call("audit.list", Map.of()).path("entries").findValuesAsText("action"))
                    .containsExactly("role", "role", "invite");
        }
    }

    @Test
    void deactivated_cannotComeInUntilActivated() {
        try (WebProbe admin = server.admin("off-admin");
                WebProbe ann = server.member("off-ann");
                WebProbe other = server.browser()) {
            admin.call("admin.deactivate", Map.of("user", ann.userId(), "active", false));
            ann.next("ended");
            assertThat(other.failure("login", Map.of("token", ann.token()))).isEqualTo("BAD_TOKEN");
            assertThat(other.failure("login", Map.of("name", "off-ann", "password", PASSWORD)))
                    .isEqualTo("BAD_PASSWORD_OR_NAME");
            admin.call("admin.deactivate", Map.of("user", ann.userId(), "active", true));
            assertThat(other.logIn("off-ann", PASSWORD).path("user").path("id").asText())
                    .isEqualTo(ann.userId());
        }
    }

    @Test
    void deleted_messagesStayUnderTheName_nothingMoreCanBeSent_andOthersAreToldUntilItIsCleared() throws Exception {
        BlockingQueue<Users.AccountGone> told = new LinkedBlockingQueue<>();
        try (TestServer own = TestServer.start();
                WebProbe ann = own.member("ann");
                WebProbe bob = own.member("bob")) {
            Bus bus = new Bus(own.vertx());
            TestServer.await(bus.listen(Users.ACCOUNT_GONE, told::add));
            String direct =
                    ann.call("direct.open", Map.of("name", "bob")).path("id").asText();
            ann.say(direct, id(), "remember me");
            Map<String, String> wrong = Map.of("password", "something else", "messages", "erase");
            assertThat(ann.failure("account.delete", wrong)).isEqualTo("BAD_PASSWORD_OR_NAME");
            ann.request("account.delete", Map.of("password", PASSWORD, "messages", "erase"));
            ann.next("ended");
            Users.AccountGone gone = told.poll(10, TimeUnit.SECONDS);
            assertThat(gone).isNotNull();
            assertThat(gone.erase()).isTrue();
            assertThat(gone.user().id().value()).isEqualTo(ann.userId());
            assertThat(bob.failure("messages.send", Map.of("room", direct, "id", id(), "text", "hello?")))
                    .isEqualTo("USER_GONE");
            JsonNode person = bob.call("people.get", Map.of("users", List.of(ann.userId())))
                    .path("people")
                    .path(0);
            assertThat(person.path("gone").asBoolean()).isTrue();
            assertThat(person.path("name").asText()).isEqualTo("ann");
            TestServer.await(bus.ask(Users.CLEARED, new Users.Cleared(new UserId(ann.userId()))));
        }
    }

    @Test
    void block_neitherWritesToTheOther_untilItIsLifted() {
        try (WebProbe ann = server.member("block-ann");
                WebProbe bob = server.guest("block-bob")) {
            String direct = bob.call("direct.open", Map.of("name", "block-ann"))
                    .path("id")
                    .asText();
            bob.say(direct, id(), "before");
            ann.call("blocks.set", Map.of("user", bob.userId(), "blocked", true));
            assertThat(bob.failure("messages.send", Map.of("room", direct, "id", id(), "text", "x")))
                    .isEqualTo("BLOCKED");
            assertThat(ann.failure("messages.send", Map.of("room", direct, "id", id(), "text", "x")))
                    .isEqualTo("BLOCKED");
            assertThat(ann.call("blocks.list", Map.of()).path("users").findValuesAsText("name"))
                    .containsExactly("block-bob");
            assertThat(bob.call("blocks.list", Map.of()).path("users")).isEmpty();
            ann.call("blocks.set", Map.of("user", bob.userId(), "blocked", false));
            bob.say(direct, id(), "after");
        }
    }

    @Test
    void presence_awayWhenIdleEverywhere_dndUntilChanged_lastSeenAfterwards() {
        try (WebProbe watcher = server.guest("watcher");
                WebProbe laptop = server.member("seen-ann");
                WebProbe phone = server.browser()) {
            phone.resumeSession(laptop.token());
            laptop.call("presence.set", Map.of("idle", true));
            phone.call("presence.set", Map.of("idle", true));
            assertThat(status(watcher, "away")).isEqualTo("seen-ann");
            phone.call("presence.set", Map.of("idle", false));
            assertThat(status(watcher, "")).isEqualTo("seen-ann");
            phone.call("presence.set", Map.of("status", "dnd"));
            assertThat(status(watcher, "dnd")).isEqualTo("seen-ann");
            laptop.cut();
            phone.cut();
            JsonNode offline = watcher.next(
                            "seen-ann offline",
                            message -> isPerson(message, "seen-ann")
                                    && !message.path("params").path("online").asBoolean())
                    .path("params");
            assertThat(offline.path("lastSeen").asLong()).isPositive();
            assertThat(offline.has("status")).isFalse();
            try (WebProbe again = server.browser()) {
                assertThat(again.logIn("seen-ann", PASSWORD)
                                .path("user")
                                .path("status")
                                .asText())
                        .isEqualTo("dnd");
            }
        }
    }

    private static boolean isPerson(JsonNode message, String name) {
        return message.path("method").asText().equals("person")
                && message.path("params").path("name").asText().equals(name);
    }

    /** Who is next told to have this status. */
    private static String status(WebProbe watcher, String status) {
        return watcher.next(
                        "the status " + status,
                        message -> isPerson(message, "seen-ann")
                                && message.path("params")
                                        .path("status")
                                        .asText()
                                        .equals(status))
                .path("params")
                .path("name")
                .asText();
    }

    @Test
    void administrator_seesWhatFilesTakeAndHowTheServerIs() {
        try (TestServer own = TestServer.start();
                WebProbe root = own.admin("root");
                WebProbe ann = own.member("ann");
                TcpProbe bob = TcpProbe.connect(own.tcpPort());
                LegacyProbe old = own.legacy("old")) {
            bob.hello();
            bob.login("bob");
            Uploads.upload(own, ann.token(), new byte[1234]);
            Uploads.upload(own, bob.token(), new byte[1000]);
            JsonNode users = root.call("admin.users", Map.of());
            assertThat(users.path("users").findValuesAsText("storage")).containsExactly("1234", "0");
            assertThat(users.path("storage").asLong()).isEqualTo(2234);
            JsonNode server = root.call("admin.server", Map.of());
            assertThat(server.path("ready").asBoolean()).isTrue();
            assertThat(server.path("files").path("used").asLong()).isEqualTo(2234);
            assertThat(server.path("files").path("free").asLong()).isPositive();
            assertThat(server.path("journal").path("used").asLong()).isPositive();
            assertThat(server.path("connections").path("native").asInt()).isEqualTo(1);
            assertThat(server.path("connections").path("legacy").asInt()).isEqualTo(1);
            assertThat(server.path("connections").path("web").asInt()).isGreaterThanOrEqualTo(2);
            assertThat(server.path("online").asInt()).isEqualTo(4);
            old.say("hello");
        }
    }

    @Test
    void avatar_anImageOfOnesOwn_everybodySeesItUntilItIsReplaced() {
        byte[] png = Images.png(200, 200);
        try (WebProbe ann = server.member("face-ann");
                WebProbe bob = server.guest("face-bob")) {
            String picture = Uploads.upload(server, ann.token(), png);
            assertThat(bob.failure("files.link", Map.of("file", picture))).isEqualTo("NO_SUCH_FILE");
            JsonNode shown = ann.call("profile.set", Map.of("avatar", picture));
            assertThat(shown.path("avatar").asText()).isEqualTo(picture);
            String link =
                    bob.call("files.link", Map.of("file", picture)).path("url").asText();
            assertThat(Uploads.download(server, link)).isEqualTo(200);
            String foreign = Uploads.upload(server, bob.token(), png);
            assertThat(ann.failure("profile.set", Map.of("avatar", foreign))).isEqualTo("NO_SUCH_FILE");
            String script =
                    Uploads.upload(server, ann.token(), "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
            assertThat(ann.failure("profile.set", Map.of("avatar", script))).isEqualTo("BAD_REQUEST");
            String large = Uploads.upload(server, ann.token(), Arrays.copyOf(png, (1 << 20) + 1));
            assertThat(ann.failure("profile.set", Map.of("avatar", large))).isEqualTo("TOO_LARGE");
            String bomb = Uploads.upload(server, ann.token(), Images.png(30_000, 30_000));
            assertThat(ann.failure("profile.set", Map.of("avatar", bomb))).isEqualTo("BAD_REQUEST");
            assertThat(ann.call("profile.set", Map.of("avatar", "")).has("avatar"))
                    .isFalse();
            assertThat(Uploads.download(server, link)).isEqualTo(404);
        }
    }

    @Test
    void sessions_moreThanAllowed_theOneNotUsedLongestEnds() {
        try (TestServer own = TestServer.start("users.sessionsPerUser", "2");
                WebProbe first = own.member("ann");
                WebProbe second = own.browser();
                WebProbe third = own.browser()) {
            second.logIn("ann", PASSWORD);
            third.logIn("ann", PASSWORD);
            first.next("ended");
            assertThat(third.call("sessions.list", Map.of()).path("sessions")).hasSize(2);
        }
    }
}
