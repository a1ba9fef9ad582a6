package chat.parley.routing;

import chat.parley.bus.Failure;
import chat.parley.bus.Rooms.Post;
import chat.parley.model.FileId;
import chat.parley.model.FileRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The small pictures that a sender made of files. They are files like others, only that they are not shown alone. */
final class Previews {
    /** Bytes that one may have: it is loaded wherever its message is shown. */
    private static final long MOST = 64 * 1024;

    private static final Set<String> TYPES = Set.of("image/png", "image/jpeg", "image/webp");

    private Previews() {}

    /** The files of a message and their previews, each once. */
    static List<FileId> all(Post post) {
        Set<FileId> all = new LinkedHashSet<>(post.files());
        all.addAll(post.previews().values());
        return List.copyOf(all);
    }

    /** The files of a message, each with its preview and its size as a picture. */
    static List<FileRef> paired(Post post, List<FileRef> shared) {
        Map<FileId, FileRef> byId = new HashMap<>();
        shared.forEach(file -> byId.put(file.id(), file));
        List<FileRef> files = new ArrayList<>(post.files().size());
        for (FileId id : post.files()) {
            FileId preview = post.previews().get(id);
            if (preview != null) {
                check(Objects.requireNonNull(byId.get(preview)));
            }
            files.add(Objects.requireNonNull(byId.get(id))
                    .shown(preview, post.sizes().get(id)));
        }
        return files;
    }

    private static void check(FileRef preview) {
        if (preview.size() > MOST || !TYPES.contains(preview.type())) {
            throw Failure.BAD_REQUEST.because("A preview is a PNG, JPEG or WebP picture of at most " + MOST
                    + " bytes, not " + preview.type() + " of " + preview.size() + ".");
        }
    }
}
