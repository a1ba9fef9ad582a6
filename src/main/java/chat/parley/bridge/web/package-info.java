/** The web door: pages, WebSocket, files over HTTP. */
@NullMarked
package chat.parley.bridge.web;

import org.jspecify.annotations.NullMarked;
