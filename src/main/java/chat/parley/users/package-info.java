/** The user registry. */
@NullMarked
package chat.parley.users;

import org.jspecify.annotations.NullMarked;
