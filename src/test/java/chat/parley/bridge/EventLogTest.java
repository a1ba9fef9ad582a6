package chat.parley.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import chat.parley.support.LegacyProbe;
import chat.parley.support.Probe;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whoever runs a server reads there who came, went and was refused, and never what was said. */
class EventLogTest {
    private final Logger events = (Logger) LoggerFactory.getLogger("parley.events");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };

    @BeforeEach
    void listen() {
        appender.setContext(events.getLoggerContext());
        appender.start();
        events.setLevel(Level.INFO);
        events.addAppender(appender);
    }

    @AfterEach
    void leave() {
        events.detachAppender(appender);
        events.setLevel(null);
    }

    @Test
    void aDay_isToldWithoutItsContent() {
        String token;
        try (TestServer server = TestServer.start()) {
            try (WebProbe ann = server.guest("ann");
                    WebProbe eve = server.browser();
                    LegacyProbe tty = server.legacy("tty")) {
                token = ann.token();
                eve.fail("login", Map.of("guest", "ann"));
                eve.fail("login", Map.of("token", "no such token"));
                ann.say(Probe.LOBBY, "01K7B3V5W2N8D4H6J9P0QRSTXY", "a secret word");
                tty.say("another secret word");
                assertThat(tty.heard()).contains("secret");
                tty.upload("secret.txt", "bytes".getBytes(StandardCharsets.UTF_8));
                ann.call("logout", Map.of());
            }
            server.awaitNobody();
        }
        assertThat(lines.get(0)).startsWith("start parley/");
        assertThat(lines)
                .contains(
                        "login GUEST from 127.0.0.1 as ann",
                        "join GUEST ann",
                        "refused GUEST from 127.0.0.1: NAME_TAKEN as ann",
                        "refused a token from 127.0.0.1: BAD_TOKEN",
                        "login LEGACY from 127.0.0.1 as tty",
                        "leave GUEST ann",
                        "leave LEGACY tty")
                .anyMatch(line -> line.matches("upload [0-9a-z]{26} of 5 bytes by tty"))
                .last()
                .isEqualTo("stop");
        assertThat(lines).noneMatch(line -> line.contains("secret") || line.contains(token));
    }
}
