package chat.parley.bus;

import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.FileId;
import chat.parley.model.MessageId;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The durable journal: rooms, their members and their entries. Answered by the message log. */
public interface Log {
    /** Appends all of these in one transaction; answered when it is on disk. One outcome for each, in order. */
    Request<Append, Appended> APPEND = new Request<>("log.append", Append.class, Appended.class);

    /** A page of a room's entries, ascending. */
    Request<Read, Page> READ = new Request<>("log.read", Read.class, Page.class);

    /** One room. Fails {@code NO_SUCH_ROOM}. */
    Request<Find, Stored> FIND = new Request<>("log.find", Find.class, Stored.class);

    /** The direct conversations that a user is in. */
    Request<Of, StoredRooms> DIRECTS = new Request<>("log.directs", Of.class, StoredRooms.class);

    /** Stores a direct conversation unless the two have one; answers the one they have. */
    Request<Create, Stored> CREATE_DIRECT = new Request<>("log.create-direct", Create.class, Stored.class);

    /** Which files these messages refer to now; one that is not there (any more) is left out. */
    Request<AttachedTo, Attached> ATTACHED = new Request<>("log.attached", AttachedTo.class, Attached.class);

    record Append(List<Draft> drafts) {
        public Append {
            drafts = List.copyOf(drafts);
        }
    }

    /** An entry before the journal gave it number and time. */
    record Draft(RoomId room, User sender, MessageId id, Content content) {}

    record Appended(List<Outcome> outcomes) {
        public Appended {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** {@code fresh} is false when the entry had been stored before; {@code failure} is set when there is no entry. */
    record Outcome(
            @Nullable Entry entry,
            boolean fresh,
            @Nullable Failure failure,
            @Nullable String sentence) {}

    /**
     * Entries with a number above {@code after} (ascending from there), else below {@code before} (the newest of
     * them), else the newest; at most {@code limit} and about 256 KiB of them, and at least one if there is any.
     */
    record Read(RoomId room, @Nullable Long after, @Nullable Long before, int limit) {}

    record Page(List<Entry> entries, long first, long last) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    record Find(RoomId room) {}

    record Of(UserId user) {}

    record Create(User one, User other) {}

    record Stored(Room room, long first, long last) {}

    record StoredRooms(List<Stored> rooms) {
        public StoredRooms {
            rooms = List.copyOf(rooms);
        }
    }

    record AttachedTo(List<Files.Message> messages) {
        public AttachedTo {
            messages = List.copyOf(messages);
        }
    }

    record Attached(List<Attachment> attachments) {
        public Attached {
            attachments = List.copyOf(attachments);
        }
    }

    /** A file in a message that stands. */
    record Attachment(RoomId room, MessageId message, FileId file) {}
}
