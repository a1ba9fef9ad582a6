package chat.parley.bridge.web;

import io.netty.channel.ChannelFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a connection at once. Closing it in good order would first wait until its client has read all that is on the way. */
final class Cut {
    private static final Logger log = LoggerFactory.getLogger(Cut.class);

    private Cut() {}

    static void now(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        if (connection instanceof HttpServerConnection open) {
            ChannelFuture unused = open.channelHandlerContext().close();
        } else {
            connection.close().onFailure(e -> log.debug("Already closed: {}", e.getMessage()));
        }
    }
}
