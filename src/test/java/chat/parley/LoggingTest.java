package chat.parley;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import chat.parley.config.Settings;
import chat.parley.config.SettingsLoader;
import chat.parley.support.TestServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private static final Logger events = LoggerFactory.getLogger("parley.events");

    @TempDir
    private Path folder;

    private void log(String maxSize, String kept) {
        Vertx vertx = Vertx.vertx();
        Settings settings = TestServer.await(
                new SettingsLoader(vertx).load(null, Map.of("eventLog.maxSize", maxSize, "eventLog.kept", kept)));
        TestServer.await(vertx.close());
        Logging.server(folder, settings.eventLog());
    }

    @AfterEach
    void asBefore() throws JoranException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @Test
    void file_floodOfEvents_isRotatedAndCapped() throws IOException {
        log("10kB", "2");
        for (int i = 0; i < 1_000; i++) {
            events.info("refused GUEST from 192.0.2.1: NAME_TAKEN as somebody {}", i);
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> logs = files.toList();
            assertThat(logs)
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(file)
                            .isRegularFile()
                            .satisfies(log -> assertThat(Files.size(log)).isLessThan(10_500)));
        }
        assertThat(folder.resolve("parley.log")).content().contains("somebody 999");
    }

    @Test
    void name_withLineBreaksAndInvisibles_isOneHarmlessLine() {
        log("10kB", "1");
        events.info(
                "refused GUEST from {}: {} as {}",
                "192.0.2.1",
                "BAD_NAME",
                "a\nb\r\u001b[2J\u202ec\u2028d\u200be\ud800 é🦊");
        assertThat(folder.resolve("parley.log"))
                .content()
                .endsWith(" INFO  events refused GUEST from 192.0.2.1: BAD_NAME as a?b??[2J?c?d?e? é🦊\n")
                .hasLineCount(1);
    }
}
