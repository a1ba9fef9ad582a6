/** The message router. */
@NullMarked
package chat.parley.routing;

import org.jspecify.annotations.NullMarked;
