/** Database files as a whole: their schema, and copies of them; what is in them belongs to the services. */
@NullMarked
package chat.parley.storage;

import org.jspecify.annotations.NullMarked;
