package chat.parley.bridge.web;

import chat.parley.bus.Bus;
import chat.parley.bus.Users;
import chat.parley.config.Settings;
import chat.parley.crypto.LinkSigner;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;

/** Files over HTTP: uploads by tus 1.0.0 (tus.io) under {@code /files/upload}, downloads by signed link. */
final class FileRoutes {
    private static final String PREFIX = "/files/";

    private final Bus bus;
    private final LiveRequests live = new LiveRequests();
    private final UploadRoutes uploads;
    private final DownloadRoutes downloads;

    /** @param silence after which a client that neither sends nor reads counts as gone */
    FileRoutes(Bus bus, Settings.Files settings, Duration silence, LinkSigner signer) {
        this.bus = bus;
        this.uploads = new UploadRoutes(bus, settings, silence, live);
        this.downloads = new DownloadRoutes(bus, settings, silence, signer, live);
    }

    /** From now on requests end with their session. */
    Future<Void> watch() {
        return bus.listen(Users.ENDED, ended -> live.end(ended.session()));
    }

    /** To be mounted before anything that reads bodies. */
    void mount(Router router) {
        // Not by path parameters: collecting them, the router stumbles over a query string that is none.
        router.route(PREFIX + "*").handler(context -> serve(context.request()));
    }

    private void serve(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        String[] parts = (path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : "").split("/", -1);
        if (parts.length == 1 && parts[0].equals("upload")) {
            uploads.collection(request);
        } else if (parts.length == 2 && parts[0].equals("upload")) {
            uploads.upload(request, parts[1]);
        } else {
            downloads.download(request, parts[0]);
        }
    }
}
