/** The client protocol: commands, events, their JSON, and framing. Pure: no sockets, no logging. */
@NullMarked
package chat.parley.protocol;

import org.jspecify.annotations.NullMarked;
