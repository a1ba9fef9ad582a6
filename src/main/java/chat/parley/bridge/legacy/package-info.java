/** The legacy door: Fernet tokens over TCP, as the Python clients speak them. */
@NullMarked
package chat.parley.bridge.legacy;

import org.jspecify.annotations.NullMarked;
