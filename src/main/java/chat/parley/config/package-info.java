/** Settings: typed, validated, documented; read from file, environment and system properties. */
@NullMarked
package chat.parley.config;

import org.jspecify.annotations.NullMarked;
