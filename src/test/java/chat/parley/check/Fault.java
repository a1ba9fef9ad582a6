package chat.parley.check;

/** What a run does to the server and its clients. */
enum Fault {
    KILL("kill -9, and started again"),
    STOP("stopped in good order, and started again"),
    CUT("connections cut in the middle of a frame"),
    CLOCK("the server's clock jumped"),
    LEAVE("somebody left, and another took the name"),
    KICK("members of private rooms were kicked, were banned or left amid traffic, and were invited again later"),
    REVOKE("sessions were revoked, passwords changed and accounts deactivated while their connections were live"),
    STALL("clients that stop reading"),
    DISK("the disk is full"),
    SYNC("system calls watched: fsync of the journal before each acknowledgement");

    private final String sentence;

    Fault(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    /** Whether it is a step of the common run; the others need a server of their own. */
    boolean isStep() {
        return switch (this) {
            case KILL, STOP, CUT, CLOCK, LEAVE, KICK, REVOKE -> true;
            case STALL, DISK, SYNC -> false;
        };
    }
}
