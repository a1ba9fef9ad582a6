package chat.parley.check;

import chat.parley.support.ServerProcess;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the server of a run is, and whether it is up: it comes back on other ports. */
final class Site {
    final Recorder recorder = new Recorder();
    private final boolean tls;
    private volatile @Nullable ServerProcess server;

    Site(boolean tls) {
        this.tls = tls;
    }

    void up(ServerProcess started) {
        server = started;
    }

    void down() {
        server = null;
    }

    ServerProcess server() throws IOException {
        ServerProcess up = server;
        if (up == null) {
            throw new IOException("The server is down");
        }
        return up;
    }

    Link dial(DoorKind door, boolean narrow) throws IOException {
        ServerProcess up = server();
        return switch (door) {
            case WEB -> WebLink.connect(up.webPort(), narrow);
            case NATIVE -> NativeLink.connect(up.tcpPort(), tls, narrow);
            case LEGACY -> LegacyLink.connect(up.legacyPort(), narrow);
        };
    }
}
