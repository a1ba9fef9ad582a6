package chat.parley.bus;

import chat.parley.bus.Rooms.View;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.FileId;
import chat.parley.model.MessageId;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The durable journal: rooms, their members and their entries. Answered by the message log. Where a {@code reader} is
 * named, a room that this user may not read fails {@code NO_SUCH_ROOM} like one that there is not, and what came before
 * the user's time is left out where the room's history begins with joining; the check and the reading are one.
 */
public interface Log {
    /** Appends all of these in one transaction; answered when it is on disk. One outcome for each, in order. */
    Request<Append, Appended> APPEND = new Request<>("log.append", Append.class, Appended.class);

    /** A page of a room's entries, ascending, messages as they are now. */
    Request<Read, Page> READ = new Request<>("log.read", Read.class, Page.class);

    /** One room. Fails {@code NO_SUCH_ROOM}. */
    Request<Find, View> FIND = new Request<>("log.find", Find.class, View.class);

    /** All rooms that a user is in or invited to. */
    Request<Of, Views> ROOMS_OF = new Request<>("log.rooms-of", Of.class, Views.class);

    /** Everything that decides who may do what in a room. Fails {@code NO_SUCH_ROOM}. */
    Request<Load, Loaded> LOAD = new Request<>("log.load", Load.class, Loaded.class);

    /**
     * Makes a room with its first entries; the same id of the same creator again answers the room it made. Fails
     * {@code NAME_TAKEN}, {@code TOO_MANY}, {@code ID_REUSED}.
     */
    Request<Create, Created> CREATE = new Request<>("log.create", Create.class, Created.class);

    /** Stores a direct conversation unless the two have one; answers the one they have. Fails {@code TOO_MANY}. */
    Request<Pair, View> CREATE_DIRECT = new Request<>("log.create-direct", Pair.class, View.class);

    /** The members of a room: owners, moderators, members, each by name. */
    Request<ListMembers, Members> MEMBERS = new Request<>("log.members", ListMembers.class, Members.class);

    /** The public rooms that are not archived, by name. */
    Request<FindPublic, PublicRooms> PUBLIC = new Request<>("log.public", FindPublic.class, PublicRooms.class);

    /** How far somebody has read, which only ever grows. Fails {@code NO_SUCH_ROOM}. */
    Request<Mark, Marked> MARK = new Request<>("log.mark", Mark.class, Marked.class);

    /** The pinned messages of a room, the latest pinned first. */
    Request<ReadRoom, Entries> PINS = new Request<>("log.pins", ReadRoom.class, Entries.class);

    /** The message that began a thread, and a page of the answers. Fails {@code NO_SUCH_ROOM}, {@code NO_SUCH_MESSAGE}. */
    Request<ReadThread, ThreadPage> THREAD = new Request<>("log.thread", ReadThread.class, ThreadPage.class);

    /** How many members a room may have where they see how far each of them has read. */
    int SMALL_ROOM = 20;

    /** How far the members of a small room have read; nobody in the lobby and in larger ones. */
    Request<ReadRoom, Readers> READERS = new Request<>("log.readers", ReadRoom.class, Readers.class);

    /** What those who keep order did in a room, the latest first. */
    Request<ReadAudit, Audit> AUDIT = new Request<>("log.audit", ReadAudit.class, Audit.class);

    /** Whether somebody may read a file because a message that they may read has it. Fails {@code NO_SUCH_FILE}. */
    Request<MayRead, Done> MAY_READ = new Request<>("log.may-read", MayRead.class, Done.class);

    /**
     * Messages that the reader may read and that have all the words, the latest first. Fails {@code NO_SUCH_ROOM},
     * {@code BAD_REQUEST}, {@code TOO_LARGE} (takes too long), {@code RATE_LIMITED} (too many search at once).
     */
    Request<Search, Hits> SEARCH = new Request<>("log.search", Search.class, Hits.class);

    /** The rooms that somebody is a member of or invited to, without the lobby and direct conversations. */
    Request<Of, RoomIds> MEMBERSHIPS = new Request<>("log.memberships", Of.class, RoomIds.class);

    /** The guests and legacy users who are members of rooms or invited, without the lobby and direct conversations. */
    Request<Passing, Passersby> PASSING = new Request<>("log.passing", Passing.class, Passersby.class);

    /** Messages of a user that stand, of whatever room, a page in the order of their ids. */
    Request<MessagesOf, Places> MESSAGES_OF = new Request<>("log.messages-of", MessagesOf.class, Places.class);

    /** Forgets how far somebody has read, who is gone for good. */
    Request<Of, Done> FORGET = new Request<>("log.forget", Of.class, Done.class);

    /** Which files these messages refer to now; one that is not there (any more) is left out. */
    Request<AttachedTo, Attached> ATTACHED = new Request<>("log.attached", AttachedTo.class, Attached.class);

    record Append(List<Draft> drafts) {
        public Append {
            drafts = List.copyOf(drafts);
        }
    }

    /**
     * An entry before the journal gave it number and time. {@code moderates}: the sender may change others' messages.
     * {@code refusal}: it may not be stored; only if it was stored before it is answered as then, else with this.
     */
    record Draft(
            RoomId room,
            User sender,
            MessageId id,
            Content content,
            boolean moderates,
            @Nullable Refusal refusal) {
        public Draft(RoomId room, User sender, MessageId id, Content content) {
            this(room, sender, id, content, false, null);
        }
    }

    record Refusal(Failure failure, String sentence) {}

    record Appended(List<Outcome> outcomes) {
        public Appended {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** {@code fresh} is false when the entry had been stored before; {@code refusal} is set when there is no entry. */
    record Outcome(
            @Nullable Entry entry, boolean fresh, @Nullable Refusal refusal) {}

    /**
     * Entries with a number above {@code after} (ascending from there), else below {@code before} (the newest of
     * them), else the newest; at most {@code limit} and about 256 KiB of them, and at least one if there is any.
     * {@code reader} null: whoever asks knows that it may be read.
     */
    record Read(
            RoomId room,
            @Nullable UserId reader,
            @Nullable Long after,
            @Nullable Long before,
            int limit) {}

    /** {@code first}: the first entry that the reader may read and is kept. */
    record Page(List<Entry> entries, long first, long last) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /** {@code reader} null: as nobody in particular. With {@code invited} also a room that the reader is invited to. */
    record Find(RoomId room, @Nullable UserId reader, boolean invited) {
        public Find(RoomId room) {
            this(room, null, false);
        }
    }

    record Of(UserId user) {}

    record Views(List<View> rooms) {
        public Views {
            rooms = List.copyOf(rooms);
        }
    }

    record Mark(UserId user, RoomId room, long seq) {}

    /** {@code moved}: false when as much had been read before. {@code shown}: the others in the room may see it. */
    record Marked(long seq, int unread, int mentions, boolean moved, boolean shown) {}

    /** A room as somebody may read it. */
    record ReadRoom(RoomId room, UserId reader) {}

    /** {@code message}: any message of the thread; {@code after}: the last answer of the page before. */
    record ReadThread(
            RoomId room,
            UserId reader,
            long message,
            @Nullable Long after,
            int limit) {}

    /** {@code root} null: it is kept no longer, or not the reader's to see. */
    record ThreadPage(@Nullable Entry root, List<Entry> replies, boolean more) {
        public ThreadPage {
            replies = List.copyOf(replies);
        }
    }

    record Readers(List<Reader> readers) {
        public Readers {
            readers = List.copyOf(readers);
        }
    }

    /** {@code seq}: the last that was read. */
    record Reader(UserId user, long seq) {}

    record Entries(List<Entry> entries) {
        public Entries {
            entries = List.copyOf(entries);
        }
    }

    record ReadAudit(RoomId room, @Nullable Long before, int limit) {}

    record Audit(List<Deed> deeds) {
        public Audit {
            deeds = List.copyOf(deeds);
        }
    }

    /** Who did what to whom in a room. */
    record Deed(
            long number,
            long time,
            User by,
            String action,
            @Nullable User target,
            @Nullable String detail) {}

    record MayRead(UserId reader, FileId file) {}

    /** {@code before}: the {@code next} of the page before. Times in milliseconds since 1970. */
    record Search(
            UserId reader,
            String query,
            @Nullable RoomId room,
            @Nullable UserId sender,
            @Nullable Long from,
            @Nullable Long to,
            @Nullable String before,
            int limit) {}

    /** {@code next}: where the next page begins; null when there is none. */
    record Hits(List<Hit> hits, @Nullable String next) {
        public Hits {
            hits = List.copyOf(hits);
        }
    }

    /** {@code highlights}: the words that were found, as places in the text in UTF-16 units. */
    record Hit(Entry entry, List<Span> highlights) {
        public Hit {
            highlights = List.copyOf(highlights);
        }
    }

    record Span(int start, int end) {}

    record Passing() {}

    record Passersby(List<User> users) {
        public Passersby {
            users = List.copyOf(users);
        }
    }

    record RoomIds(List<RoomId> rooms) {
        public RoomIds {
            rooms = List.copyOf(rooms);
        }
    }

    record Places(List<Place> places) {
        public Places {
            places = List.copyOf(places);
        }
    }

    record Place(RoomId room, long seq, MessageId id) {}

    /** {@code after}: the last of the page before. */
    record MessagesOf(UserId user, @Nullable MessageId after) {}

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

    record Load(RoomId room) {}

    record Loaded(Room room, List<Member> members, List<User> invited, List<User> banned, List<Muted> muted) {
        public Loaded {
            members = List.copyOf(members);
            invited = List.copyOf(invited);
            banned = List.copyOf(banned);
            muted = List.copyOf(muted);
        }
    }

    record Member(User user, Role role) {}

    record Muted(UserId user, long until) {}

    /** {@code mostOwned}: how many rooms somebody may own. */
    record Create(Room room, User creator, MessageId id, List<User> invited, int mostOwned) {
        public Create {
            invited = List.copyOf(invited);
        }
    }

    /** {@code entries} is empty when the room had been made before. */
    record Created(RoomId room, List<Entry> entries) {
        public Created {
            entries = List.copyOf(entries);
        }
    }

    /** {@code most}: how many direct conversations the first of them may have. */
    record Pair(User one, User other, int most) {}

    /** {@code after}: the last of the page before. {@code query}: how the name begins. */
    record ListMembers(
            RoomId room,
            UserId reader,
            @Nullable UserId after,
            @Nullable String query,
            int limit) {}

    /** {@code total} counts all members of the room. */
    record Members(List<Listed> members, int total) {
        public Members {
            members = List.copyOf(members);
        }
    }

    record Listed(User user, Role role, @Nullable Long mutedUntil) {}

    /** {@code after}: the last of the page before. {@code query}: part of the name. */
    record FindPublic(
            UserId reader, @Nullable String query, @Nullable RoomId after, int limit) {}

    record PublicRooms(List<PublicRoom> rooms) {
        public PublicRooms {
            rooms = List.copyOf(rooms);
        }
    }

    record PublicRoom(RoomId id, String name, String topic, int members, boolean joined) {}
}
