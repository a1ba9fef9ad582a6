package chat.parley.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the clients of a run sent and saw. A message is known by its label, which no other message has and
 * which its text carries; times are places in the order of all that was recorded.
 *
 * @param rooms the private rooms of the run; who is in them when, their journals tell
 * @param names the name of each sender
 * @param refused labels that were refused for good or never arrived whole: they may be nowhere
 */
record History(
        Map<String, Sent> sent,
        List<Ack> acks,
        Set<String> refused,
        List<Stream> streams,
        List<LegacyStream> legacy,
        List<Membership> memberships,
        List<Absence> absences,
        List<FileRead> files,
        List<Listed> listed,
        List<Trespass> trespasses,
        List<Ending> endings,
        Map<String, Room> rooms,
        Map<String, String> names) {
    static final String LOBBY = "0000000000000000000000000l";

    /** How a key begins that the checker made for a room whose id the sender does not know. */
    static final String OWN_KEY = "~";

    /** The number of an acknowledgement that names none: a legacy client's own echo. */
    static final long UNKNOWN = 0;

    /** Everything up to the present end. */
    static final long FOREVER = Long.MAX_VALUE;

    /**
     * Somebody sent something.
     *
     * @param sender a user id, or the key of a legacy connection, which does not know its id
     * @param room a room's id, or a key of the checker's own where the sender does not know the room
     * @param file whether it is the announcement of a file
     */
    record Sent(long at, String sender, String room, String label, boolean file) {}

    /** The server said that it is on disk. */
    record Ack(String label, String room, long seq) {}

    /**
     * One entry as somebody received it.
     *
     * @param move what it changes about somebody's membership; null: it is a message
     */
    record Entry(
            long seq,
            String sender,
            String label,
            long time,
            @Nullable Move move) {
        Entry(long seq, String sender, String label, long time) {
            this(seq, sender, label, time, null);
        }
    }

    /** Somebody became a member, is none any more, or something else became of the room, which then concerns nobody. */
    record Move(String user, String change) {
        private static final Set<String> IN = Set.of("created", "joined");
        private static final Set<String> OUT = Set.of("left", "kicked", "banned");

        boolean begins() {
            return IN.contains(change);
        }

        boolean ends() {
            return OUT.contains(change);
        }
    }

    /** A private room. {@code sinceJoined}: who joins reads nothing of the time before. */
    record Room(String name, boolean sinceJoined) {}

    /**
     * What one connection received of one room.
     *
     * @param asked the number after which it wanted to have everything; null: from the present end
     * @param from what the server answered
     * @param session the session that it belongs to
     * @param times when each of the entries was received
     * @param complete the number up to which it should have everything; {@link #UNKNOWN} when it was cut off before
     * @param removed whether it was up to date when its reader was removed from the room, and told so
     * @param audit whether it read all of the room from the disk at the end of the run
     */
    record Stream(
            String reader,
            String session,
            String room,
            @Nullable Long asked,
            long from,
            List<Entry> entries,
            List<Long> times,
            long complete,
            boolean removed,
            boolean audit) {}

    /** What one legacy connection received; {@code complete}: it was there at the end and has had time for everything. */
    record LegacyStream(long opened, String reader, List<Heard> heard, boolean complete) {}

    /** One public or private message or file as a legacy client is told of it. */
    record Heard(String senderName, String label, boolean isPrivate) {}

    /** Somebody may see the entries of a room from one number to another, both included. */
    record Membership(String user, String room, long first, long last) {}

    /** Somebody was known to be out of a room from one time on, and was not asked back before another. */
    record Absence(String user, String room, long from, long until) {}

    /** A file was read back after the server said that it has it. */
    record FileRead(String reader, String label, boolean whole) {}

    /** Somebody was told that a room exists. */
    record Listed(String reader, String room) {}

    /** Somebody who has no right to a room learned of it, or did something to it. */
    record Trespass(String reader, String room, String how) {}

    /**
     * A session was ended from elsewhere.
     *
     * @param at when whoever did it was told that it is done
     * @param how what was done
     * @param closed whether all of its connections were closed soon
     * @param letIn whether somebody came in with its token, or with the password of a deactivated account, afterwards
     */
    record Ending(String session, String owner, long at, String how, boolean closed, boolean letIn) {}
}
