/**
 * End-to-end encryption as a device does it ({@code docs/sealed-rooms.md}): {@link chat.parley.e2ee.Sealer} is the way
 * in. Pure: it knows no sockets, and remembers what it must in a {@link chat.parley.e2ee.Vault} before it returns. Not
 * safe for several threads. Records hold keys as arrays, so that they can be erased; they are never compared.
 */
@NullMarked
package chat.parley.e2ee;

import org.jspecify.annotations.NullMarked;
