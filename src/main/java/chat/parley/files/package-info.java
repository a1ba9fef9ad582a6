/** The file store. */
@NullMarked
package chat.parley.files;

import org.jspecify.annotations.NullMarked;
