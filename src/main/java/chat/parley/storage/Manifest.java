package chat.parley.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a backup holds, as its {@code manifest.json} says.
 *
 * @param format of the backup: 1
 * @param program name and version of what made it
 * @param created ISO 8601
 */
public record Manifest(int format, String program, String created, List<Item> items) {
    static final int FORMAT = 1;
    static final String FILE = "manifest.json";

    /** Files of the data folder, and of the file store. */
    static final String DATA = "data/";

    static final String STORE = "store/";
    private static final Pattern PATH = Pattern.compile("(data|store)(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).findAndRegisterModules();

    /** One file; its SHA-256 as lower-case hex. */
    public record Item(String path, long size, String sha256) {}

    public Manifest {
        items = List.copyOf(items);
    }

    byte[] json() throws IOException {
        return JSON.writeValueAsBytes(this);
    }

    static Manifest parse(byte[] json) throws IOException {
        Manifest manifest;
        try {
            manifest = JSON.readValue(json, Manifest.class);
        } catch (IOException e) {
            throw new StorageException("This is no backup of Parley: its manifest cannot be read.");
        }
        if (manifest.format() != FORMAT) {
            throw new StorageException("This backup has format " + manifest.format() + ", and this program knows "
                    + FORMAT + ". It was made by " + manifest.program() + ".");
        }
        for (Item item : manifest.items()) {
            if (!PATH.matcher(item.path()).matches()) {
                throw new StorageException("This backup was tampered with: it names a path " + item.path() + ".");
            }
        }
        return manifest;
    }

    /** Whether a file of this name can be in a backup. */
    static boolean takes(String path) {
        return PATH.matcher(path).matches();
    }

    long bytes() {
        return items.stream().mapToLong(Item::size).sum();
    }

    /** For a person: what is in it. */
    public String inWords() {
        long files =
                items.stream().filter(item -> item.path().startsWith(STORE)).count();
        return items.size() - files + " databases, keys and certificates, " + files + " uploaded files, " + bytes()
                + " bytes";
    }
}
