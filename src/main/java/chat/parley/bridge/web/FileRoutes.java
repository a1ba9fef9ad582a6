package chat.parley.bridge.web;

import chat.parley.bus.Bus;
import chat.parley.config.Settings;
import chat.parley.crypto.LinkSigner;
import io.vertx.ext.web.Router;

/** Files over HTTP: uploads by tus 1.0.0 (tus.io) under {@code /files/upload}, downloads by signed link. */
final class FileRoutes {
    private final UploadRoutes uploads;
    private final DownloadRoutes downloads;

    FileRoutes(Bus bus, Settings.Files settings, LinkSigner signer) {
        this.uploads = new UploadRoutes(bus, settings);
        this.downloads = new DownloadRoutes(bus, signer);
    }

    /** To be mounted before anything that reads bodies. */
    void mount(Router router) {
        router.route("/files/upload").handler(uploads::collection);
        router.route("/files/upload/:id").handler(uploads::upload);
        router.route("/files/:id/:name").handler(downloads::download);
    }
}
