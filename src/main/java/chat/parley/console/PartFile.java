package chat.parley.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A download in the making: a file in a folder of its own beside the target, for its owner's eyes alone. One that an
 * earlier run left is taken up again; only folders that we made and remember are.
 */
record PartFile(Path folder, String key, TransferMemory memory) {
    static PartFile in(Path parent, String file, TransferMemory memory) throws IOException {
        String key = "down " + file + "@" + parent.toRealPath().toString().replace('\n', '?');
        Optional<String> left = memory.find(key);
        if (left.isPresent() && Files.isDirectory(Path.of(left.get()), LinkOption.NOFOLLOW_LINKS)) {
            return new PartFile(Path.of(left.get()), key, memory);
        }
        PartFile part = new PartFile(Files.createTempDirectory(parent, ".parley-download-"), key, memory);
        Files.createFile(part.content());
        memory.keep(key, part.folder().toRealPath().toString());
        return part;
    }

    Path content() {
        return folder.resolve("content");
    }

    /** Whether there is something to go on with; removes it otherwise. */
    boolean isWorthKeeping() throws IOException {
        if (Files.exists(content()) && Files.size(content()) > 0) {
            return true;
        }
        remove();
        return false;
    }

    void remove() throws IOException {
        Files.deleteIfExists(content());
        Files.deleteIfExists(folder);
        memory.forget(key);
    }
}
