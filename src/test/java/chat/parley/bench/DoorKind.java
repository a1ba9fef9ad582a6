package chat.parley.bench;

import chat.parley.bench.Framing.LengthFraming;
import chat.parley.bench.Framing.WebFraming;

/** The ways into the server, as the bench uses them. */
enum DoorKind {
    TCP("native TCP"),
    TLS("native TLS"),
    WEB("WebSocket"),
    LEGACY("legacy");

    final String title;

    DoorKind(String title) {
        this.title = title;
    }

    Framing framing() {
        return this == WEB ? new WebFraming() : new LengthFraming();
    }

    Speech speech(String name) {
        return this == LEGACY ? new LegacySpeech(name) : new RpcSpeech(name);
    }

    int port(BenchServer server) {
        return switch (this) {
            case TCP, TLS -> server.port("Native");
            case WEB -> server.port("Web");
            case LEGACY -> server.port("Legacy");
        };
    }
}
