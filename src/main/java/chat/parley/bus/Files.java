package chat.parley.bus;

import chat.parley.model.FileId;
import chat.parley.model.FileRef;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stored files. Bytes cross the bus in chunks; asking for the next one only when the last was answered keeps disk and
 * socket in step. Answered by the file store.
 */
public interface Files {
    /** The largest chunk that {@link #WRITE} takes and {@link #READ} gives, in bytes. */
    int CHUNK = 64 * 1024;

    /**
     * Begins an upload. {@code size} null: not known before its end (legacy). Fails {@code TOO_LARGE},
     * {@code BAD_REQUEST}, {@code TOO_MANY}, and {@code STORAGE_FULL} for a full disk and for a quota alike.
     */
    Request<Create, Upload> CREATE = new Request<>("files.create", Create.class, Upload.class);

    /**
     * Takes an upload's turn: writes of earlier turns are refused from now on, so that of two requests the newer goes
     * on. {@code offset} null: wherever it stands. {@code whole}: what this turn writes counts only once it is settled, and until then (and after a restart) the
     * upload stands where it stood. Fails {@code BAD_OFFSET}, {@code NO_SUCH_FILE}.
     */
    Request<Resume, Resumed> RESUME = new Request<>("files.resume", Resume.class, Resumed.class);

    /** Appends at exactly this offset. Fails {@code BAD_OFFSET}, {@code NO_SUCH_FILE}, {@code TOO_LARGE}, {@code STORAGE_FULL}. */
    Request<Write, Upload> WRITE = new Request<>("files.write", Write.class, Upload.class);

    /** Lets what a {@code whole} turn wrote count, or takes it back. Fails {@code BAD_OFFSET} when the turn is over. */
    Request<Settle, Upload> SETTLE = new Request<>("files.settle", Settle.class, Upload.class);

    /** Where an upload of this owner stands. Fails {@code NO_SUCH_FILE}. */
    Request<Status, Upload> STATUS = new Request<>("files.status", Status.class, Upload.class);

    /**
     * Makes the upload a file: synced, renamed, its row committed. With {@code name} and {@code type} given they
     * replace those of the creation (a legacy upload learns them late). Fails {@code BAD_OFFSET} when bytes are missing.
     */
    Request<Finish, Stored> FINISH = new Request<>("files.finish", Finish.class, Stored.class);

    /**
     * Forgets an upload and its bytes, finished or not, while no message refers to it: fails {@code FORBIDDEN} then.
     * Done also when there is none.
     */
    Request<Status, Done> ABORT = new Request<>("files.abort", Status.class, Done.class);

    /**
     * Notes that a message refers to the owner's files, so that the people of its room may read them. Asked before the
     * message is stored; what the journal then does not have is taken back by the sweep. Fails {@code NO_SUCH_FILE} for
     * somebody else's file, or an unfinished one.
     */
    Request<Share, Shared> SHARE = new Request<>("files.share", Share.class, Shared.class);

    /**
     * Messages are gone (deleted, or over the room's retention): a file that no other message refers to goes with them.
     * Doing it again changes nothing. A hint as far as promptness goes: the sweep finds out from the journal
     * ({@link Log#ATTACHED}) what was not released.
     */
    Request<Release, Done> RELEASE = new Request<>("files.release", Release.class, Done.class);

    /**
     * Shows a file of the owner's to everybody, as an avatar is, in place of the one shown before; null shows none. The one
     * before goes unless a message refers to it. Fails {@code NO_SUCH_FILE}.
     */
    Request<Show, Done> SHOW = new Request<>("files.show", Show.class, Done.class);

    /** What is known about a file; whether the asker may read it is for the door to decide by it. Fails {@code NO_SUCH_FILE}. */
    Request<Find, Stored> FIND = new Request<>("files.find", Find.class, Stored.class);

    /** How many bytes the files and announced uploads of these users take. */
    Request<Owners, Usage> USED = new Request<>("files.used", Owners.class, Usage.class);

    /** Bytes from an offset, at most {@link #CHUNK}; empty at the end. Fails {@code NO_SUCH_FILE}. */
    Request<Read, Chunk> READ = new Request<>("files.read", Read.class, Chunk.class);

    /** Begins to read: the first bytes, so many as tell what it is and how large if it is an image, and the open file where it can be handed over. Fails {@code NO_SUCH_FILE}. */
    Request<Find, Opened> OPEN = new Request<>("files.open", Find.class, Opened.class);

    /**
     * Checks the first file whose id comes after the one given: reads all of it and compares it with the hash that was
     * kept. Answered by the file check ({@code files verify}), not by the store; null when there is none left.
     */
    Request<Check, Checked> CHECK = new Request<>("files.check", Check.class, Checked.class);

    /** Remembers what legacy clients call a file, for {@link #FIND_ALIAS}. */
    Request<Alias, Done> ALIAS = new Request<>("files.alias", Alias.class, Done.class);

    /** All files known under a legacy id, newest first; empty when there is none. */
    Request<FindAlias, Aliased> FIND_ALIAS = new Request<>("files.find-alias", FindAlias.class, Aliased.class);

    /**
     * What legacy clients are told as the id of a file: the alias of its upload while no other file has that one. Told
     * by the legacy door right before it posts the file; whoever did not hear it uses the file's own id, which always works.
     */
    Event<Alias> CALLED = new Event<>("files.called", Alias.class);

    record Create(
            UserId owner,
            String name,
            String type,
            @Nullable Long size) {}

    /**
     * {@code offset}: how many bytes are there; {@code size}: how many there will be, null when not known yet;
     * {@code expires}: when it is given up if nothing comes (milliseconds since 1970).
     */
    record Upload(
            FileId id,
            String name,
            String type,
            long offset,
            @Nullable Long size,
            boolean finished,
            long expires) {}

    record Resume(FileId id, UserId owner, @Nullable Long offset, boolean whole) {}

    record Resumed(Upload upload, long turn) {}

    /** {@code turn}: as {@link #RESUME} answered; 0 for whoever created the upload and never resumed it. */
    record Write(FileId id, UserId owner, long turn, long offset, Bytes bytes) {}

    record Settle(FileId id, UserId owner, long turn, boolean keep) {}

    record Status(FileId id, UserId owner) {}

    record Finish(
            FileId id,
            UserId owner,
            @Nullable String name,
            @Nullable String type) {}

    record Share(List<FileId> files, UserId owner, RoomId room, MessageId message) {
        public Share {
            files = List.copyOf(files);
        }
    }

    record Show(
            UserId owner, @Nullable FileId file, @Nullable FileId instead) {}

    /** A message, whose id is its sender's own. */
    record Message(UserId sender, MessageId id) {}

    record Release(RoomId room, List<Message> messages) {
        public Release {
            messages = List.copyOf(messages);
        }
    }

    record Shared(List<FileRef> files) {
        public Shared {
            files = List.copyOf(files);
        }
    }

    record Find(FileId id) {}

    /**
     * {@code rooms}: those it was shared in. {@code shown}: to everybody, as an avatar. {@code created}: milliseconds since 1970. {@code sha256}: null for the short
     * time until it is worked out again after a restart.
     */
    record Stored(
            FileRef file,
            UserId owner,
            List<RoomId> rooms,
            boolean shown,
            long created,
            @Nullable Bytes sha256) {
        public Stored {
            rooms = List.copyOf(rooms);
        }
    }

    record Owners(List<UserId> users) {
        public Owners {
            users = List.copyOf(users);
        }
    }

    /** {@code byOwner}: of those who were asked for and have any. {@code inAll}: of everybody. */
    record Usage(Map<UserId, Long> byOwner, long inAll) {
        public Usage {
            byOwner = Map.copyOf(byOwner);
        }
    }

    record Read(FileId id, long offset, int length) {}

    record Chunk(Bytes bytes) {}

    record Opened(Bytes start, OpenFile file) {}

    record Check(@Nullable FileId after) {}

    record Checked(@Nullable Finding finding) {}

    record Finding(FileRef file, Verdict verdict) {}

    /** What a check found. */
    enum Verdict {
        SOUND,
        /** Other bytes than those that came. */
        DAMAGED,
        MISSING,
        /** No hash was kept yet: there is nothing to compare with. */
        UNHASHED
    }

    record Alias(String alias, FileId id) {}

    record FindAlias(String alias) {}

    record Aliased(List<Stored> files) {
        public Aliased {
            files = List.copyOf(files);
        }
    }

    /** Bytes handed over by reference: whoever made them lets go of them, and nobody changes them. */
    @SuppressWarnings("ArrayRecordComponent") // equality is by content, below
    record Bytes(byte[] array) {
        public int length() {
            return array.length;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(array);
        }
    }
}
