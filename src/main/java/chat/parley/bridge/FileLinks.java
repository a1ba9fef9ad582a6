package chat.parley.bridge;

import chat.parley.bus.Bus;
import chat.parley.config.Settings;
import chat.parley.crypto.LinkSigner;
import chat.parley.model.FileId;
import chat.parley.model.SessionId;
import chat.parley.model.UserId;
import chat.parley.protocol.Views.LinkView;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Makes download links: good for one session of one reader, one file and a short time. */
public final class FileLinks {
    private final FileAccess access;
    private final LinkSigner signer;
    private final long lifetime;

    public FileLinks(Bus bus, Settings.Files settings, LinkSigner signer) {
        this.access = new FileAccess(bus);
        this.signer = signer;
        this.lifetime = settings.linkLifetime().toMillis();
    }

    /** A link for somebody who may read the file; fails {@code NO_SUCH_FILE}. */
    public Future<LinkView> link(UserId user, SessionId session, FileId file) {
        return access.readable(user, file).map(stored -> {
            long until = System.currentTimeMillis() + lifetime;
            // The name is there for whoever looks at the link or saves it by hand; nothing is looked up by it.
            String name = URLEncoder.encode(stored.file().name(), StandardCharsets.UTF_8)
                    .replace("+", "%20");
            String signature = signer.sign(file.value(), session.value(), until);
            return new LinkView(
                    "/files/" + file + "/" + name + "?for=" + session + "&until=" + until + "&sig=" + signature, until);
        });
    }
}
