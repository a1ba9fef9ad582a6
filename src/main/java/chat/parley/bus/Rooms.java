package chat.parley.bus;

import chat.parley.model.ConnectionId;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.FileId;
import chat.parley.model.FileRef;
import chat.parley.model.MessageId;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rooms: who is in them, who may say and do what, in which order. Answered by the message router. */
public interface Rooms {
    /** The rooms of a user, with how far each goes. */
    Request<Of, Listed> LIST = new Request<>("rooms.list", Of.class, Listed.class);

    /** Finds or makes the direct conversation of two. Fails {@code NO_SUCH_USER}, {@code TOO_MANY}. */
    Request<OpenDirect, View> OPEN_DIRECT = new Request<>("rooms.open-direct", OpenDirect.class, View.class);

    /** Whether somebody may read a room, and from where. Fails {@code NO_SUCH_ROOM} whatever the reason. */
    Request<Admission, View> ADMIT = new Request<>("rooms.admit", Admission.class, View.class);

    /** Makes a room. Fails {@code FORBIDDEN}, {@code BAD_REQUEST}, {@code NAME_TAKEN}, {@code TOO_MANY}, {@code ID_REUSED}. */
    Request<Create, View> CREATE = new Request<>("rooms.create", Create.class, View.class);

    /**
     * Does something to a room or to somebody in it; answered when it is on disk, and at once when nothing is to be
     * changed. Fails {@code NO_SUCH_ROOM}, {@code NO_SUCH_USER}, {@code FORBIDDEN}, {@code BANNED}, {@code ARCHIVED},
     * {@code TOO_MANY}, {@code BAD_REQUEST}, {@code NAME_TAKEN}.
     */
    Request<Act, Done> ACT = new Request<>("rooms.act", Act.class, Done.class);

    /**
     * Posts a message; answered when it is on disk. The same id and content again gets the same answer. Fails
     * {@code NO_SUCH_ROOM}, {@code USER_GONE}, {@code BLOCKED}, {@code MUTED}, {@code ARCHIVED}, {@code NO_SUCH_FILE},
     * {@code NO_SUCH_MESSAGE}, {@code ID_REUSED}, {@code BAD_REQUEST}, {@code STORAGE_FULL}, {@code STORAGE_READ_ONLY},
     * {@code UNAVAILABLE}.
     */
    Request<Post, Posted> POST = new Request<>("rooms.post", Post.class, Posted.class);

    /** Changes an earlier message; otherwise as {@link #POST}. Fails {@code FORBIDDEN}, {@code TOO_MANY} as well. */
    Request<Amend, Posted> AMEND = new Request<>("rooms.amend", Amend.class, Posted.class);

    /** Who is banned from a room. Fails {@code NO_SUCH_ROOM}, {@code FORBIDDEN}. */
    Request<Look, People> BANS = new Request<>("rooms.bans", Look.class, People.class);

    /** What those who keep order did in a room. Fails {@code NO_SUCH_ROOM}, {@code FORBIDDEN}. */
    Request<ReadAudit, Log.Audit> AUDIT = new Request<>("rooms.audit", ReadAudit.class, Log.Audit.class);

    /** Somebody types, or stopped. Fails {@code NO_SUCH_ROOM}, {@code MUTED}, {@code ARCHIVED}, {@code BLOCKED}. */
    Request<Typist, Done> TYPE = new Request<>("rooms.type", Typist.class, Done.class);

    /** Somebody types: told by the router to the doors, kept by nobody. */
    Event<Typist> TYPING = new Event<>("rooms.typing", Typist.class);

    /** Somebody has read further: told by the door where they did, for their other connections. */
    Event<Marked> MARKED = new Event<>("rooms.marked", Marked.class);

    /** What was just committed, in order, for everybody who listens at a door. */
    Event<Live> LIVE = new Event<>("rooms.live", Live.class);

    record Of(UserId user) {}

    record Listed(List<View> rooms) {
        public Listed {
            rooms = List.copyOf(rooms);
        }
    }

    /**
     * A room and the range of its journal; {@code first} is 1 and {@code last} 0 while it is empty. {@code mine} is what
     * it is to the user who was named in the question.
     */
    record View(
            Room room,
            long first,
            long last,
            int members,
            @Nullable Mine mine) {}

    /**
     * A room to one user. {@code invitedBy} is set while the user is invited and has not joined. {@code read}: how far
     * the user has read.
     */
    record Mine(
            Role role,
            @Nullable Long mutedUntil,
            long read,
            int unread,
            int mentions,
            @Nullable User invitedBy) {}

    record OpenDirect(User user, UserId peer) {}

    /** {@code invited}: also when the user is only invited, and then to see what to. */
    record Admission(UserId user, RoomId room, boolean invited) {
        public Admission(UserId user, RoomId room) {
            this(user, room, false);
        }
    }

    /** {@code id}: the creator's own, so that the same request again makes no second room. */
    record Create(
            User creator,
            MessageId id,
            String name,
            Room.Kind kind,
            String topic,
            Room.@Nullable History history,
            List<UserId> invited) {
        public Create {
            invited = List.copyOf(invited);
        }
    }

    record Act(User user, RoomId room, Action action) {}

    /** What can be done to a room, or to somebody in it. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    sealed interface Action {
        record Join() implements Action {}

        record Leave() implements Action {}

        record Invite(UserId user) implements Action {}

        record Kick(UserId user, @Nullable String reason) implements Action {}

        record Ban(UserId user, @Nullable String reason) implements Action {}

        record Unban(UserId user) implements Action {}

        /** {@code minutes} 0: may talk again. */
        record Mute(UserId user, long minutes, @Nullable String reason) implements Action {}

        record SetRole(UserId user, Role role) implements Action {}

        /** What is null stays as it is. {@code retentionDays} 0: for ever. */
        record Change(
                @Nullable String name,
                @Nullable String topic,
                Room.@Nullable History history,
                @Nullable Integer retentionDays,
                @Nullable Boolean archived)
                implements Action {}
    }

    record Look(User user, RoomId room) {}

    record People(List<User> people) {
        public People {
            people = List.copyOf(people);
        }
    }

    record ReadAudit(User user, RoomId room, @Nullable Long before, int limit) {}

    record Typist(User user, RoomId room, boolean on) {}

    /** {@code at}: the connection that needs not be told. {@code hidden}: who else is not; null: nobody else is. */
    record Marked(
            UserId user,
            ConnectionId at,
            RoomId room,
            long seq,
            int unread,
            int mentions,
            @Nullable List<UserId> hidden) {}

    /**
     * {@code files}: finished uploads of the sender's own, in the order they are shown. {@code previews}: smaller ones,
     * by the file that each stands for; {@code sizes}: of those that are pictures.
     */
    record Post(
            User sender,
            RoomId room,
            MessageId id,
            String text,
            List<FileId> files,
            @Nullable Long replyTo,
            Map<FileId, FileId> previews,
            Map<FileId, FileRef.Sides> sizes) {
        public Post {
            files = List.copyOf(files);
            previews = Map.copyOf(previews);
            sizes = Map.copyOf(sizes);
        }

        public Post(User sender, RoomId room, MessageId id, String text, List<FileId> files) {
            this(sender, room, id, text, files, null, Map.of(), Map.of());
        }
    }

    record Amend(User sender, RoomId room, MessageId id, Content.Amendment amendment) {}

    record Posted(long seq, long time) {}

    /** Entries of any rooms; those of one room are in order. */
    record Live(List<Item> items) {
        public Live {
            items = List.copyOf(items);
        }
    }

    /** One committed entry, its room as it was then, and what it looks like in each wire format. */
    record Item(Room room, Entry entry, EncodeOnce encoded) {}
}
