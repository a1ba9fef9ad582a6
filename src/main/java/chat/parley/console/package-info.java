/** The console client: one connection that mends itself, and a terminal or a script on top of it. */
@NullMarked
package chat.parley.console;

import org.jspecify.annotations.NullMarked;
