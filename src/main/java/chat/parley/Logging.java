package chat.parley;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import chat.parley.config.Settings;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Where log lines go: the console, and {@code parley.log} in the data folder, rotated and capped. */
final class Logging {
    /** Control and invisible characters cannot forge a line, turn its direction or speak to a terminal. */
    private static final String CLEAN = "%replace(%msg){'[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]', '?'}%n%ex{full}";

    private static final String CONSOLE = "%d{HH:mm:ss} %-5level " + CLEAN;
    private static final String FILE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} " + CLEAN;

    private Logging() {}

    /** The console alone, warnings and up: for commands that do one thing. */
    static void quiet() {
        LoggerContext context = context();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.WARN);
        root.addAppender(console(context));
    }

    /** The console and the event log of a running server. */
    static void server(Path data, Settings.EventLog settings) {
        LoggerContext context = context();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.WARN);
        context.getLogger("chat.parley").setLevel(Level.INFO);
        context.getLogger("parley").setLevel(Level.INFO);
        // What a door does not hear any more while it closes is no news.
        context.getLogger("io.vertx.core.eventbus").setLevel(Level.ERROR);
        // It reports a reader who leaves in the middle of a file as an error; we tell what matters of it ourselves.
        context.getLogger("io.vertx.core.net.impl.VertxConnection").setLevel(Level.OFF);
        root.addAppender(console(context));
        root.addAppender(file(context, data, settings));
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static ConsoleAppender<ILoggingEvent> console(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        start(context, console, CONSOLE);
        return console;
    }

    private static RollingFileAppender<ILoggingEvent> file(
            LoggerContext context, Path data, Settings.EventLog settings) {
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setFile(data.resolve("parley.log").toString());
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(file);
        window.setFileNamePattern(data.resolve("parley.%i.log").toString());
        window.setMinIndex(1);
        window.setMaxIndex(settings.kept());
        window.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(settings.maxSize().bytes()));
        // By itself it would look once a minute, and a flood of refusals fills a disk in less.
        size.setCheckIncrement(Duration.buildByMilliseconds(0));
        size.start();
        file.setRollingPolicy(window);
        file.setTriggeringPolicy(size);
        start(context, file, FILE);
        return file;
    }

    private static void start(LoggerContext context, OutputStreamAppender<ILoggingEvent> appender, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
    }
}
