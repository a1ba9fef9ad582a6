/** The doors: sockets and wire formats, no rules. */
@NullMarked
package chat.parley.bridge;

import org.jspecify.annotations.NullMarked;
