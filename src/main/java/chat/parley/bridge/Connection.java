package chat.parley.bridge;

import chat.parley.model.ConnectionId;
import io.netty.buffer.ByteBuf;

/** One client at a door, whatever the transport. All of it runs on the connection's event loop. */
public interface Connection {
    ConnectionId id();

    /** The client's IP address. */
    String address();

    /** Never blocks, never reorders; false when this peer's queue is full, and then nothing was queued. */
    boolean offer(ByteBuf framed);

    /** Sends one JSON message of its own, such as a reply; queued whether or not the queue is full. */
    void send(byte[] message);

    /** Whether {@link #offer} would refuse; if so, the session is told when there is room again. */
    boolean isFull();

    /** Stops reading from the client: its requests wait at its side. */
    void pause();

    void resume();

    /** Asks a silent client for a sign of life, where the transport has a way. */
    void probe();

    /** The client has a user now: a transport that was careful before may take more. */
    void loggedIn();

    /** Closes after what is queued was written. */
    void end(Ending ending);

    /** Closes now, whatever is queued. */
    void abort();

    /** Why the server closes a connection, for transports that can say it. */
    enum Ending {
        DONE,
        REFUSED,
        STOPPING
    }
}
