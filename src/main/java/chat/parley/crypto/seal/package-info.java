/**
 * The public structures of sealed rooms, as {@code docs/sealed-rooms.md} section 3 lays them out: parsed, verified and
 * folded without any secret, so that the server can hold clients to them.
 */
@NullMarked
package chat.parley.crypto.seal;

import org.jspecify.annotations.NullMarked;
