/** The message log: the durable journal. */
@NullMarked
package chat.parley.log;

import org.jspecify.annotations.NullMarked;
