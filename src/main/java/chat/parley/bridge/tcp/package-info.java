/** The native door: the client protocol over TCP, with TLS. */
@NullMarked
package chat.parley.bridge.tcp;

import org.jspecify.annotations.NullMarked;
