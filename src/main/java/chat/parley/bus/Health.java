package chat.parley.bus;

/** Whether the services can do their work, writing included. A failure says that they cannot, its words why. */
public interface Health {
    /** Answered by the message log. */
    Request<Check, Room> JOURNAL = new Request<>("health.journal", Check.class, Room.class);

    /** Answered by the file store. */
    Request<Check, Room> FILES = new Request<>("health.files", Check.class, Room.class);

    record Check() {}

    /** Bytes that a service keeps, and how many more its disk has room for. */
    record Room(long used, long free) {}
}
