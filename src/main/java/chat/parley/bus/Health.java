package chat.parley.bus;

/** Whether the services can do their work, writing included. A failure says that they cannot, its words why. */
public interface Health {
    /** Answered by the message log. */
    Request<Check, Done> JOURNAL = new Request<>("health.journal", Check.class, Done.class);

    /** Answered by the file store. */
    Request<Check, Done> FILES = new Request<>("health.files", Check.class, Done.class);

    record Check() {}
}
