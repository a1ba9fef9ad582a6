package chat.parley.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A name and its token at a server, kept in a file of mode 600: a guest who restarts within the grace keeps the name,
 * and an account needs no password.
 */
public record SavedSession(String name, String token, boolean account) {
    private static final String ACCOUNT = "account";

    /** The session of this name at this server, or the latest one there. */
    static Optional<SavedSession> find(ConfigFolder folder, Address address, Optional<String> name) throws IOException {
        if (name.isPresent()) {
            return parse(folder.read(file(address, name.get())));
        }
        if (!Files.isDirectory(folder.path())) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder.path())) {
            Optional<Path> latest = files.filter(file -> {
                        String each = String.valueOf(file.getFileName());
                        return each.startsWith(prefix(address)) && !each.endsWith(".part");
                    })
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
            return latest.isEmpty()
                    ? Optional.empty()
                    : parse(folder.read(String.valueOf(latest.get().getFileName())));
        }
    }

    void save(ConfigFolder folder, Address address) throws IOException {
        folder.write(file(address, name), name + "\n" + token + "\n" + (account ? ACCOUNT + "\n" : ""));
    }

    static void forget(ConfigFolder folder, Address address, String name) throws IOException {
        Files.deleteIfExists(folder.path().resolve(file(address, name)));
    }

    private static Optional<SavedSession> parse(String content) {
        List<String> lines = content.lines().toList();
        return lines.size() < 2
                ? Optional.empty()
                : Optional.of(new SavedSession(
                        lines.get(0),
                        lines.get(1),
                        lines.size() > 2 && lines.get(2).equals(ACCOUNT)));
    }

    private static String prefix(Address address) {
        return "session-" + hash(address.toString()) + "-";
    }

    private static String file(Address address, String name) {
        return prefix(address) + hash(name);
    }

    /** Names are a peer's or a person's choice: a file is called by their hash. */
    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
