package chat.parley;

import chat.parley.crypto.PemPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Where a door's certificate and its key lie, and what they looked like when they were read. Blocking. */
record Certificate(Path chain, Path key) {

    PemPair read() throws IOException {
        return PemPair.read(chain, key);
    }

    /** Differs after either file was written or replaced. */
    List<String> state() throws IOException {
        return List.of(state(chain), state(key));
    }

    private static String state(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
    }
}
