package chat.parley.bridge;

import static chat.parley.support.Probe.LOBBY;
import static chat.parley.support.Probe.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import chat.parley.model.MessageId;
import chat.parley.model.Secret;
import chat.parley.model.UserKind;
import chat.parley.protocol.Command;
import chat.parley.protocol.Method;
import chat.parley.protocol.RoomCommand;
import chat.parley.support.LegacyProbe;
import chat.parley.support.Probe;
import chat.parley.support.TcpProbe;
import chat.parley.support.TestServer;
import chat.parley.support.Uploads;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What somebody might try against accounts. Each of these hit a real chat server. */
class AccountAttacksTest {
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
    void revokedSession_socketsOfEveryDoorClose_andTokenAndLinksAreVoid() {
        try (WebProbe ann = server.member("revoke-ann");
                WebProbe thief = server.browser();
                Probe tcp = TcpProbe.connect(server.tcpPort());
                WebProbe bob = server.guest("revoke-bob")) {
            String session = thief.logIn("revoke-ann", PASSWORD).path("session").asText();
            thief.follow(LOBBY, null);
            tcp.hello();
            tcp.resumeSession(thief.token());
            tcp.follow(LOBBY, null);
            String file = Uploads.upload(server, thief.token(), new byte[100]);
            String link =
                    thief.call("files.link", Map.of("file", file)).path("url").asText();
            assertThat(Uploads.download(server, link)).isEqualTo(200);

            ann.call("sessions.revoke", Map.of("session", session));
            bob.say(LOBBY, id(), "not for thieves");

            for (Probe door : List.of(thief, tcp)) {
                assertThat(door.next("ended").path("reason").asText()).isNotEmpty();
                door.closeCode();
                assertThat(door.pending("entry")).isZero();
            }
            assertThat(Uploads.download(server, link)).isEqualTo(404);
            assertThat(Uploads.tryUpload(server, thief.token(), new byte[1]).statusCode())
                    .isEqualTo(401);
            try (WebProbe again = server.browser()) {
                assertThat(again.failure("login", Map.of("token", thief.token())))
                        .isEqualTo("BAD_TOKEN");
            }
            ann.say(LOBBY, id(), "the other session goes on");
        }
    }

    @Test
    void revokedSession_downloadUnderWay_isCut() throws IOException {
        int size = 64 << 20;
        try (WebProbe ann = server.member("cut-ann");
                WebProbe thief = server.browser()) {
            String session = thief.logIn("cut-ann", PASSWORD).path("session").asText();
            String file = Uploads.upload(server, thief.token(), new byte[size]);
            String link =
                    thief.call("files.link", Map.of("file", file)).path("url").asText();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.webPort())) {
                socket.setSoTimeout(10_000);
                OutputStream out = socket.getOutputStream();
                out.write(("GET " + link + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.UTF_8));
                InputStream in = socket.getInputStream();
                long received = in.readNBytes(1 << 16).length;
                ann.call("sessions.revoke", Map.of("session", session));
                thief.next("ended");
                byte[] room = new byte[1 << 16];
                try {
                    for (int length = in.read(room); length >= 0; length = in.read(room)) {
                        received += length;
                    }
                } catch (IOException reset) {
                    assertThat(reset).hasMessageContaining("reset");
                }
                assertThat(received).isLessThan(size);
            }
        }
    }

    @Test
    void revoke_somebodyElsesSession_isNone() {
        try (WebProbe ann = server.member("foreign-ann");
                WebProbe eve = server.member("foreign-eve")) {
            String session = ann.call("sessions.list", Map.of())
                    .path("sessions")
                    .path(0)
                    .path("id")
                    .asText();
            assertThat(eve.failure("sessions.revoke", Map.of("session", session)))
                    .isEqualTo("NO_SUCH_SESSION");
            ann.call("ping", Map.of());
        }
    }

    @Test
    void sender_whateverTheClientClaims_isWhoIsLoggedIn() {
        try (WebProbe ann = server.member("spoof-ann");
                WebProbe eve = server.member("spoof-eve")) {
            eve.call(
                    "messages.send",
                    Map.of(
                            "room",
                            LOBBY,
                            "id",
                            id(),
                            "text",
                            "it is me",
                            "sender",
                            ann.userId(),
                            "user",
                            Map.of("id", ann.userId(), "name", "spoof-ann", "kind", "admin")));
            JsonNode sender = ann.next("entry").path("sender");
            assertThat(sender.path("id").asText()).isEqualTo(eve.userId());
            assertThat(sender.path("kind").asText()).isEqualTo("member");
        }
    }

    @Test
    void name_ofAnAccount_orOneThatLooksLikeIt_isNobodyElsesAtAnyDoor_evenAfterItsEnd() {
        try (WebProbe admin = server.admin("look-admin")) {
            for (String state : List.of("online", "offline", "deactivated", "deleted")) {
                String name = "paypal-" + state;
                WebProbe ann = server.member(name);
                switch (state) {
                    case "offline" -> ann.cut();
                    case "deactivated" -> admin.call("admin.deactivate", Map.of("user", ann.userId(), "active", false));
                    case "deleted" -> admin.call("admin.delete", Map.of("user", ann.userId(), "messages", "keep"));
                    default -> {}
                }
                // Cyrillic а, other case, a look-alike l, and the name itself
                List<String> claims = List.of(
                        name, name.toUpperCase(Locale.ROOT), name.replace('a', '\u0430'), name.replace('l', 'I'));
                for (String claim : claims) {
                    try (WebProbe guest = server.browser();
                            LegacyProbe legacy = server.legacy()) {
                        assertThat(guest.failure("login", Map.of("guest", claim)))
                                .as("%s as a guest while %s", claim, state)
                                .isEqualTo("NAME_TAKEN");
                        legacy.send(legacy.object("system").put("sender", claim).put("message", "login_request"));
                        assertThat(legacy.read().path("message").asText())
                                .as("%s at the legacy door while %s", claim, state)
                                .isEqualTo("username_rejected");
                    }
                }
                try (WebProbe rival = server.browser()) {
                    Map<String, String> look = Map.of(
                            "name",
                            name.replace('a', '\u0430'),
                            "password",
                            PASSWORD,
                            "invite",
                            server.invite(UserKind.MEMBER));
                    assertThat(rival.failure("register", look)).isEqualTo("NAME_TAKEN");
                }
            }
        }
    }

    @Test
    void displayName_ofSomebodyElsesName_isRefused() {
        try (WebProbe ann = server.member("boss");
                WebProbe eve = server.member("display-eve")) {
            assertThat(eve.failure("profile.set", Map.of("display", "b\u043ess")))
                    .isEqualTo("NAME_TAKEN");
            assertThat(eve.failure("profile.set", Map.of("display", "evil\u202Etxt")))
                    .isEqualTo("BAD_NAME");
            assertThat(ann.call("profile.set", Map.of("display", "Boss"))
                            .path("display")
                            .asText())
                    .isEqualTo("Boss");
        }
    }

    @Test
    void login_unknownNameWrongPasswordDeactivatedDeleted_oneAndTheSameAnswer() {
        try (WebProbe admin = server.admin("enum-admin");
                WebProbe off = server.member("enum-off");
                WebProbe gone = server.member("enum-gone");
                WebProbe ann = server.member("enum-ann");
                WebProbe stranger = server.browser()) {
            admin.call("admin.deactivate", Map.of("user", off.userId(), "active", false));
            admin.call("admin.delete", Map.of("user", gone.userId(), "messages", "keep"));
            Set<JsonNode> answers = new HashSet<>();
            for (Map<String, String> attempt : List.of(
                    Map.of("name", "enum-ann", "password", "wrong password"),
                    Map.of("name", "enum-nobody", "password", "wrong password"),
                    Map.of("name", "no:name, this", "password", "wrong password"),
                    Map.of("name", "enum-off", "password", PASSWORD),
                    Map.of("name", "enum-gone", "password", PASSWORD),
                    Map.of("name", "enum-ann", "password", ""))) {
                answers.add(stranger.fail("login", attempt));
            }
            assertThat(answers).hasSize(1);
            assertThat(ann.userId()).isNotEmpty();
        }
    }

    @Test
    void login_manyWrongPasswords_areLimitedAlikeForKnownAndUnknownNames() {
        try (WebProbe ann = server.member("guess-ann");
                WebProbe stranger = server.browser()) {
            for (String name : List.of("guess-ann", "guess-nobody")) {
                Map<String, String> guess = Map.of("name", name, "password", "wrong password");
                List<String> failures = new ArrayList<>();
                for (int i = 0; i < 11; i++) {
                    failures.add(stranger.failure("login", guess));
                }
                assertThat(failures.subList(0, 10)).containsOnly("BAD_PASSWORD_OR_NAME");
                assertThat(failures.get(10)).isEqualTo("RATE_LIMITED");
            }
            assertThat(ann.call("ping", Map.of()).has("time")).isTrue();
        }
    }

    @Test
    void passwords_moreThanCanWait_areRefusedAndTheServerGoesOn() {
        try (TestServer own = TestServer.start(
                        "users.passwordsWaiting",
                        "1",
                        "users.argon2Iterations",
                        "20",
                        "limits.passwordsPerMinute",
                        "1000");
                WebProbe ann = own.member("ann")) {
            List<WebProbe> crowd = new ArrayList<>();
            List<Integer> asked = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                WebProbe probe = own.browser();
                crowd.add(probe);
            }
            crowd.forEach(
                    probe -> asked.add(probe.request("login", Map.of("name", "ann", "password", "wrong password"))));
            List<String> failures = new ArrayList<>();
            for (int i = 0; i < crowd.size(); i++) {
                failures.add(crowd.get(i)
                        .answer(asked.get(i))
                        .path("error")
                        .path("data")
                        .path("failure")
                        .asText());
            }
            assertThat(failures).contains("RATE_LIMITED").contains("BAD_PASSWORD_OR_NAME");
            crowd.get(0).logIn("ann", PASSWORD);
            crowd.forEach(WebProbe::close);
            assertThat(ann.userId()).isNotEmpty();
        }
    }

    @Test
    void adminMethods_askedByOthers_areForbiddenEachAndAll() {
        try (WebProbe member = server.member("plain-member");
                WebProbe guest = server.guest("plain-guest")) {
            Map<String, Object> anything = Map.of(
                    "user",
                    member.userId(),
                    "role",
                    "admin",
                    "active",
                    false,
                    "messages",
                    "keep",
                    "uses",
                    1,
                    "hours",
                    1,
                    "id",
                    "x");
            List<Method> methods = Arrays.stream(Method.values())
                    .filter(method -> Command.ForAdmins.class.isAssignableFrom(method.command()))
                    .toList();
            assertThat(methods).hasSize(10);
            for (Method method : methods) {
                assertThat(member.failure(method.wireName(), anything))
                        .as(method.wireName())
                        .isEqualTo("FORBIDDEN");
                assertThat(guest.failure(method.wireName(), anything))
                        .as(method.wireName())
                        .isEqualTo("FORBIDDEN");
            }
            assertThat(guest.failure("profile.set", Map.of("display", "x"))).isEqualTo("FORBIDDEN");
            assertThat(guest.failure("account.password", Map.of("old", "x", "new", "y")))
                    .isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void sqlInEveryText_isText() {
        String evil = "x'); DROP TABLE accounts; --";
        try (WebProbe admin = server.admin("sql-admin");
                WebProbe ann = server.member("ann' OR '1'='1");
                WebProbe stranger = server.browser()) {
            assertThat(stranger.failure("login", Map.of("name", evil, "password", evil)))
                    .isEqualTo("BAD_PASSWORD_OR_NAME");
            assertThat(stranger.failure("invite.check", Map.of("invite", evil))).isEqualTo("BAD_INVITE");
            assertThat(stranger.failure("reset", Map.of("token", evil, "password", PASSWORD)))
                    .isEqualTo("BAD_INVITE");
            ann.call("profile.set", Map.of("display", evil));
            assertThat(admin.call("admin.users", Map.of("query", evil))
                            .path("total")
                            .asInt())
                    .isEqualTo(1);
            assertThat(admin.call("admin.users", Map.of("query", "%"))
                            .path("total")
                            .asInt())
                    .isZero();
            assertThat(admin.failure("invites.revoke", Map.of("id", evil))).isEqualTo("BAD_INVITE");
            assertThat(ann.call("people.find", Map.of("query", "ann' or")).path("people"))
                    .hasSize(1);
            stranger.logIn("ann' OR '1'='1", PASSWORD);
        }
    }

    @Test
    void secrets_ofEveryKind_areInNoLogLine() {
        ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("chat.parley");
        AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())));
            }
        };
        listener.start();
        Logger events = (Logger) LoggerFactory.getLogger("parley");
        Level before = ours.getLevel();
        Level eventsBefore = events.getLevel();
        ours.setLevel(Level.TRACE);
        events.setLevel(Level.TRACE);
        root.addAppender(listener);
        List<String> secrets =
                new ArrayList<>(List.of(PASSWORD, "hunter2 hunter2", "a typo of hunter2", "brand new words"));
        try (TestServer own = TestServer.start();
                WebProbe admin = own.admin("admin");
                WebProbe ann = own.browser();
                WebProbe stranger = own.browser()) {
            String invite = own.invite(UserKind.MEMBER);
            ann.register("ann", invite);
            // A password typed into the field of the name is one, too.
            stranger.fail("login", Map.of("name", "hunter2 hunter2", "password", "a typo of hunter2"));
            stranger.fail("login", Map.of("name", "ann", "password", "a typo of hunter2"));
            stranger.fail("login", Map.of("name", "ann", "password", List.of("hunter2 hunter2")));
            stranger.fail("login", Map.of("name", "ann", "password", PASSWORD, "token", "hunter2 hunter2"));
            String url = admin.call("admin.resetLink", Map.of("user", ann.userId()))
                    .path("url")
                    .asText();
            String reset = url.substring(url.lastIndexOf('/') + 1);
            stranger.call("reset", Map.of("token", reset, "password", "brand new words"));
            secrets.addAll(List.of(invite, reset, ann.token(), admin.token()));
            own.server().setupUrl().ifPresent(setup -> secrets.add(setup.value()));
        } finally {
            root.detachAppender(listener);
            ours.setLevel(before);
            events.setLevel(eventsBefore);
        }
        assertThat(lines).anyMatch(line -> line.equals("login MEMBER from 127.0.0.1 as ann"));
        assertThat(lines).anyMatch(line -> line.startsWith("refused log-in of ann from"));
        assertThat(lines).noneMatch(line -> secrets.stream().anyMatch(line::contains));
    }

    @Test
    void commands_thatCarrySecrets_printNone() {
        Pattern secret = Pattern.compile("password|token|invite|old|next");
        Class<?> invitesPeople = RoomCommand.Create.class; // whom to invite, not what to come in with
        Arrays.stream(Method.values())
                .map(Method::command)
                .filter(command -> command != invitesPeople)
                .flatMap(command -> Arrays.stream(command.getRecordComponents()))
                .filter(component -> secret.matcher(component.getName()).matches())
                .forEach(component -> assertThat(component.getType())
                        .as("%s of %s", component.getName(), component.getDeclaringRecord())
                        .isEqualTo(Secret.class));
        assertThat(new Command.Login(null, null, "ann", new Secret(PASSWORD), null).toString())
                .doesNotContain(PASSWORD);
    }

    @Test
    void freshServers_shareNoSecretAndHaveNoAccount() {
        try (TestServer one = TestServer.start();
                TestServer other = TestServer.start();
                WebProbe stranger = one.browser()) {
            assertThat(one.server().setupUrl().orElseThrow().value().replaceAll(".*/", ""))
                    .isNotEqualTo(
                            other.server().setupUrl().orElseThrow().value().replaceAll(".*/", ""));
            for (String name : List.of("admin", "root", "parley", "guest")) {
                assertThat(stranger.failure("login", Map.of("name", name, "password", name)))
                        .isEqualTo("BAD_PASSWORD_OR_NAME");
            }
            assertThat(stranger.login("somebody").path("user").path("kind").asText())
                    .isEqualTo("guest");
            assertThat(stranger.call("people.find", Map.of("query", "")).path("people"))
                    .hasSize(1);
        }
    }
}
