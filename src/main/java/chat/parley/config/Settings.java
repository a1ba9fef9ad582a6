package chat.parley.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Everything that can be configured, with its default and its rule. The one place: {@code conf/parley.yaml}, the
 * README's table and {@code config print} are held against it.
 */
public record Settings(
        @Setting(value = "data", help = "folder of the databases, the generated secrets and parley.log")
        Path data,

        @Setting(help = "the web door: pages, WebSocket and files for browsers")
        WebSettings web,

        @Setting(help = "the native door: the console and other TCP clients")
        Tcp tcp,

        @Setting(help = "the legacy door: the existing Python clients")
        Legacy legacy,

        @Setting(help = "who may come in") Users users,

        @Setting(help = "rooms that people make") Rooms rooms,

        @Setting(help = "uploaded files") Files files,

        @Setting(help = "what a single client can ask for; going over one is answered with the number")
        Limits limits,

        @Setting(help = "keys of this server") Secrets secrets,

        @Setting(help = "parley.log in the data folder: who came, went and was refused; never what was said")
        EventLog eventLog) {

    /** The native door. */
    public record Tcp(
            @Setting(value = "true", help = "whether the native door opens")
            boolean enabled,

            @Setting(value = "127.0.0.1", help = "address to listen on")
            String host,

            @Setting(value = "8889", help = "port; 0 takes a free one")
            int port,

            @Setting(value = "true", help = "TLS 1.3; without it only on a loopback address")
            boolean tls,

            @Setting(
                    help =
                            "PEM file of the certificate chain, read again when it changes; none: self-signed at first start as data/tcp.crt")
            String certificate,

            @Setting(help = "PEM file of the private key of that certificate")
            String certificateKey) {
        public Tcp {
            Rules.host(host);
            Rules.port("port", port);
            Rules.that(
                    tls || Rules.isLoopback(host),
                    "tls",
                    tls,
                    "true, since " + host + " is not a loopback address: everybody on the way could read along");
            Rules.that(
                    certificate.isEmpty() == certificateKey.isEmpty(),
                    "certificateKey",
                    certificateKey,
                    "set together with certificate, or neither");
        }
    }

    /** The legacy door. */
    public record Legacy(
            @Setting(value = "false", help = "whether the legacy door opens; what goes through it the server can read")
            boolean enabled,

            @Setting(value = "127.0.0.1", help = "address to listen on")
            String host,

            @Setting(value = "8888", help = "port; 0 takes a free one")
            int port,

            @Setting(
                    value = "BAim6q38GF8ecFfoPYT23o8e6QQ003MZifgpn8uLFWY=",
                    secret = true,
                    help =
                            "Fernet key that all legacy clients share; the default is published, so anybody has it; none: made at first start as data/legacy.key, mode 600")
            String key,

            @Setting(value = "100MB", help = "largest file through this door; the clients themselves stop at 100MB")
            Size maxFile) {
        /** The key that the legacy clients ship with. */
        public static final String PUBLISHED_KEY = "BAim6q38GF8ecFfoPYT23o8e6QQ003MZifgpn8uLFWY=";

        public Legacy {
            Rules.host(host);
            Rules.port("port", port);
            Rules.that(
                    key.isEmpty() || key.matches("[A-Za-z0-9_-]{43}="),
                    "key",
                    "(not shown)",
                    "32 bytes as 44 characters of base64url, or nothing");
            // As a frame, larger ones have lengths that read like the start of a bare token.
            Rules.that(
                    maxFile.bytes() > 0 && maxFile.bytes() <= 900_000_000L,
                    "maxFile",
                    maxFile,
                    "more than 0 and at most 900MB");
        }

        public boolean hasPublishedKey() {
            return key.equals(PUBLISHED_KEY);
        }
    }

    /** Who may come in. */
    public record Users(
            @Setting(value = "true", help = "whether guests may pick a free name and come in")
            boolean guests,

            @Setting(
                    value = "60s",
                    help = "how long a guest's name, rooms and files are kept after the connection closed")
            Duration guestGrace,

            @Setting(value = "5s", help = "how long somebody whose connection closed still counts as here (a reload)")
            Duration presenceLinger,

            @Setting(
                    value = "invite",
                    help =
                            "who may make an account: open (everybody), invite (with a link of an administrator), closed")
            Registration registration,

            @Setting(value = "90d", help = "how long a session of an account lasts without being used")
            Duration sessionLifetime,

            @Setting(value = "50", help = "sessions of one account; a further one ends the one not used for longest")
            int sessionsPerUser,

            @Setting(value = "24h", help = "how long a link to set a new password works")
            Duration resetLifetime,

            @Setting(value = "10", help = "least length of a password in characters")
            int passwordLength,

            @Setting(value = "19456", help = "Argon2id: memory for one password in KiB; at log-in hashes are renewed")
            int argon2MemoryKiB,

            @Setting(value = "2", help = "Argon2id: passes") int argon2Iterations,

            @Setting(value = "1", help = "Argon2id: lanes") int argon2Parallelism,

            @Setting(value = "200", help = "passwords that wait to be checked; more are refused for the moment")
            int passwordsWaiting) {
        /** Who may make an account. */
        public enum Registration {
            OPEN,
            INVITE,
            CLOSED
        }

        public Users {
            Rules.between("guestGrace", guestGrace, Duration.ZERO, Duration.ofDays(365));
            Rules.between("presenceLinger", presenceLinger, Duration.ZERO, Duration.ofMinutes(10));
            Rules.between("sessionLifetime", sessionLifetime, Duration.ofMinutes(1), Duration.ofDays(3650));
            Rules.between("sessionsPerUser", sessionsPerUser, 1, 10_000);
            Rules.between("resetLifetime", resetLifetime, Duration.ofMinutes(1), Duration.ofDays(30));
            Rules.between("passwordLength", passwordLength, 8, 200);
            Rules.between("argon2MemoryKiB", argon2MemoryKiB, 1024, 1 << 21);
            Rules.between("argon2Iterations", argon2Iterations, 1, 100);
            Rules.between("argon2Parallelism", argon2Parallelism, 1, 16);
            Rules.between("passwordsWaiting", passwordsWaiting, 1, 100_000);
        }
    }

    /** Rooms that people make. */
    public record Rooms(
            @Setting(value = "members", help = "who may make rooms: everybody, members (who have an account), admins")
            Creators create,

            @Setting(value = "100", help = "rooms that one person may own")
            int perUser,

            @Setting(value = "10000", help = "members of one room")
            int members,

            @Setting(value = "10000", help = "direct conversations of one person")
            int directPerUser) {
        /** Who may make rooms. */
        public enum Creators {
            EVERYBODY,
            MEMBERS,
            ADMINS
        }

        public Rooms {
            Rules.between("perUser", perUser, 1, 1_000_000);
            Rules.between("members", members, 1, 1_000_000);
            Rules.between("directPerUser", directPerUser, 1, 1_000_000);
        }
    }

    /** Uploaded files. */
    public record Files(
            @Setting(value = "file-store", help = "folder of the uploaded files")
            Path store,

            @Setting(value = "50GB", help = "largest file") Size maxSize,

            @Setting(value = "100GB", help = "what the files of one user may take, unfinished uploads included")
            Size perUser,

            @Setting(value = "1TB", help = "what all files may take")
            Size inAll,

            @Setting(value = "256MB", help = "room on the disk that files leave free, for the databases and the rest")
            Size keepFree,

            @Setting(value = "24h", help = "how long an unfinished or never shared upload is kept")
            Duration unfinishedKept,

            @Setting(value = "5m", help = "how long a download link works")
            Duration linkLifetime,

            @Setting(
                    value = "24h",
                    help = "how long a browser may go on with a download that it began while its link worked")
            Duration resumable) {
        public Files {
            Rules.that(maxSize.bytes() > 0, "maxSize", maxSize, "more than 0");
            Rules.that(perUser.bytes() > 0, "perUser", perUser, "more than 0");
            Rules.that(inAll.bytes() > 0, "inAll", inAll, "more than 0");
            Rules.between("resumable", resumable, Duration.ZERO, Duration.ofDays(30));
            Rules.between("unfinishedKept", unfinishedKept, Duration.ofMinutes(1), Duration.ofDays(365));
            Rules.between("linkLifetime", linkLifetime, Duration.ofSeconds(10), Duration.ofDays(1));
        }
    }

    /** What a single client can ask for. */
    public record Limits(
            @Setting(value = "10000", help = "connections in all, over all doors")
            int connections,

            @Setting(value = "500", help = "connections from one address")
            int connectionsPerAddress,

            @Setting(value = "120", help = "log-ins a minute from one address, failed ones included")
            int loginsPerMinute,

            @Setting(value = "10", help = "wrong passwords a minute for one name, whether somebody has it or not")
            int passwordsPerMinute,

            @Setting(value = "100", help = "new accounts an hour from one address")
            int accountsPerHour,

            @Setting(value = "20", help = "messages a second from one session, with a burst of ten times as many")
            int messagesPerSecond,

            @Setting(
                    value = "1000",
                    help = "messages a second from one address on each core, likewise; never less than one session may")
            int messagesPerSecondPerAddress,

            @Setting(value = "64KiB", help = "largest JSON-RPC message from a client")
            Size frame,

            @Setting(value = "8000", help = "longest message in characters (code points)")
            int textLength,

            @Setting(value = "10", help = "files in one message")
            int filesPerMessage,

            @Setting(value = "200", help = "entries in one page of history")
            int historyPage,

            @Setting(value = "32", help = "requests of one connection that wait for their answer; more are read later")
            int requestsWaiting,

            @Setting(
                    value = "256KiB",
                    help = "bytes that wait for a slow client before it is caught up from the journal")
            Size queue,

            @Setting(value = "30s", help = "time to log in before an idle newcomer is disconnected")
            Duration loginTime,

            @Setting(
                    value = "120s",
                    help = "silence after which a client counts as gone (legacy clients may idle for ever)")
            Duration idleTime) {
        public Limits {
            Rules.between("connections", connections, 1, 1_000_000);
            Rules.between("connectionsPerAddress", connectionsPerAddress, 1, 1_000_000);
            Rules.between("loginsPerMinute", loginsPerMinute, 1, 1_000_000);
            Rules.between("passwordsPerMinute", passwordsPerMinute, 1, 1_000_000);
            Rules.between("accountsPerHour", accountsPerHour, 1, 1_000_000);
            Rules.between("messagesPerSecond", messagesPerSecond, 1, 1_000_000);
            Rules.between("messagesPerSecondPerAddress", messagesPerSecondPerAddress, 1, 1_000_000);
            Rules.between("textLength", textLength, 1, 100_000);
            Rules.between("filesPerMessage", filesPerMessage, 1, 100);
            Rules.between("historyPage", historyPage, 1, 1_000);
            Rules.between("requestsWaiting", requestsWaiting, 1, 10_000);
            Rules.that(frame.bytes() >= 1024 && frame.bytes() <= 16 << 20, "frame", frame, "from 1KiB to 16MiB");
            Rules.that(queue.bytes() >= 16 << 10 && queue.bytes() <= 64 << 20, "queue", queue, "from 16KiB to 64MiB");
            Rules.between("loginTime", loginTime, Duration.ofSeconds(1), Duration.ofMinutes(10));
            Rules.between("idleTime", idleTime, Duration.ofSeconds(5), Duration.ofDays(1));
        }

        /** Messages a second from one address: whoever may say so many alone may do so at an address, too. */
        public int messagesFromAddress() {
            return Math.max(messagesPerSecond, messagesPerSecondPerAddress);
        }
    }

    /** Keys of this server. */
    public record Secrets(
            @Setting(
                    secret = true,
                    help =
                            "signs download links, 32 bytes base64url; none: made at first start as data/token.key, mode 600")
            String tokenKey) {
        public Secrets {
            Rules.that(
                    tokenKey.isEmpty() || tokenKey.matches("[A-Za-z0-9_-]{43}=?"),
                    "tokenKey",
                    "(not shown)",
                    "32 bytes as base64url, or nothing");
        }
    }

    /** parley.log. */
    public record EventLog(
            @Setting(value = "10MB", help = "size at which the file is rotated")
            Size maxSize,

            @Setting(value = "5", help = "rotated files that are kept")
            int kept) {
        public EventLog {
            Rules.that(maxSize.bytes() >= 10_000, "maxSize", maxSize, "at least 10kB");
            Rules.between("kept", kept, 1, 20);
        }
    }
}
