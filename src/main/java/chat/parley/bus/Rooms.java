package chat.parley.bus;

import chat.parley.model.Entry;
import chat.parley.model.FileId;
import chat.parley.model.MessageId;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import java.util.List;

/** Rooms: who is in them, who may say what, in which order. Answered by the message router. */
public interface Rooms {
    /** The rooms of a user, with how far each goes. */
    Request<Of, Listed> LIST = new Request<>("rooms.list", Of.class, Listed.class);

    /** Finds or makes the direct conversation of two. Fails {@code NO_SUCH_USER}. */
    Request<OpenDirect, View> OPEN_DIRECT = new Request<>("rooms.open-direct", OpenDirect.class, View.class);

    /** Whether somebody may read a room, and from where. Fails {@code NO_SUCH_ROOM} whatever the reason. */
    Request<Admission, View> ADMIT = new Request<>("rooms.admit", Admission.class, View.class);

    /**
     * Posts a message; answered when it is on disk. The same id and content again gets the same answer. Fails
     * {@code NO_SUCH_ROOM}, {@code USER_GONE}, {@code NO_SUCH_FILE}, {@code ID_REUSED}, {@code BAD_REQUEST},
     * {@code STORAGE_FULL}, {@code STORAGE_READ_ONLY}, {@code UNAVAILABLE}.
     */
    Request<Post, Posted> POST = new Request<>("rooms.post", Post.class, Posted.class);

    /** What was just committed, in order, for everybody who listens at a door. */
    Event<Live> LIVE = new Event<>("rooms.live", Live.class);

    /** A room is new or changed for the users named. */
    Event<Changed> CHANGED = new Event<>("rooms.changed", Changed.class);

    record Of(UserId user) {}

    record Listed(List<View> rooms) {
        public Listed {
            rooms = List.copyOf(rooms);
        }
    }

    /** A room and the range of its journal; {@code first} is 1 and {@code last} 0 while it is empty. */
    record View(Room room, long first, long last) {}

    record OpenDirect(User user, UserId peer) {}

    record Admission(UserId user, RoomId room) {}

    /** {@code files}: finished uploads of the sender's own, in the order they are shown. */
    record Post(User sender, RoomId room, MessageId id, String text, List<FileId> files) {
        public Post {
            files = List.copyOf(files);
        }
    }

    record Posted(long seq, long time) {}

    /** Entries of any rooms; those of one room are in order. */
    record Live(List<Item> items) {
        public Live {
            items = List.copyOf(items);
        }
    }

    /** One committed entry, its room as it was then, and what it looks like in each wire format. */
    record Item(Room room, Entry entry, EncodeOnce encoded) {}

    record Changed(View room, List<UserId> audience) {
        public Changed {
            audience = List.copyOf(audience);
        }
    }
}
