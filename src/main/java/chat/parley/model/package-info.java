/** Validated values that every part shares. Knows nothing else of ours. */
@NullMarked
package chat.parley.model;

import org.jspecify.annotations.NullMarked;
