/** Cryptography behind small names. */
@NullMarked
package chat.parley.crypto;

import org.jspecify.annotations.NullMarked;
