/** Starting and stopping: the command line and the server that deploys the parts in order. */
@NullMarked
package chat.parley;

import org.jspecify.annotations.NullMarked;
