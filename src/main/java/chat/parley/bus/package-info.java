/** The contracts of the services, and the one mechanism that carries them over the Vert.x event bus. */
@NullMarked
package chat.parley.bus;

import org.jspecify.annotations.NullMarked;
