package chat.parley.bus;

import chat.parley.model.FileId;
import chat.parley.model.FileRef;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.util.Arrays;
import java.util.List;
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
     * {@code BAD_REQUEST}, {@code TOO_MANY}, {@code STORAGE_FULL}.
     */
    Request<Create, Upload> CREATE = new Request<>("files.create", Create.class, Upload.class);

    /** Appends at exactly this offset. Fails {@code BAD_OFFSET}, {@code NO_SUCH_FILE}, {@code TOO_LARGE}, {@code STORAGE_FULL}. */
    Request<Write, Upload> WRITE = new Request<>("files.write", Write.class, Upload.class);

    /** Where an upload of this owner stands. Fails {@code NO_SUCH_FILE}. */
    Request<Status, Upload> STATUS = new Request<>("files.status", Status.class, Upload.class);

    /**
     * Makes the upload a file: synced, renamed, its row committed. With {@code name} and {@code type} given they
     * replace those of the creation (a legacy upload learns them late). Fails {@code BAD_OFFSET} when bytes are missing.
     */
    Request<Finish, Stored> FINISH = new Request<>("files.finish", Finish.class, Stored.class);

    /** Forgets an unfinished upload and its bytes. Done also when there is none. */
    Request<Status, Done> ABORT = new Request<>("files.abort", Status.class, Done.class);

    /**
     * Lets the people of a room read the owner's file. The owner is checked: fails {@code NO_SUCH_FILE} for somebody
     * else's, or an unfinished one.
     */
    Request<Share, Shared> SHARE = new Request<>("files.share", Share.class, Shared.class);

    /** What is known about a file; whether the asker may read it is for the door to decide by it. Fails {@code NO_SUCH_FILE}. */
    Request<Find, Stored> FIND = new Request<>("files.find", Find.class, Stored.class);

    /** Bytes from an offset, at most {@link #CHUNK}; empty at the end. Fails {@code NO_SUCH_FILE}. */
    Request<Read, Chunk> READ = new Request<>("files.read", Read.class, Chunk.class);

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

    /** {@code offset}: how many bytes are there; {@code size}: how many there will be, null when not known yet. */
    record Upload(FileId id, long offset, @Nullable Long size, boolean finished) {}

    record Write(FileId id, UserId owner, long offset, Bytes bytes) {}

    record Status(FileId id, UserId owner) {}

    record Finish(
            FileId id,
            UserId owner,
            @Nullable String name,
            @Nullable String type) {}

    record Share(List<FileId> files, UserId owner, RoomId room) {
        public Share {
            files = List.copyOf(files);
        }
    }

    record Shared(List<FileRef> files) {
        public Shared {
            files = List.copyOf(files);
        }
    }

    record Find(FileId id) {}

    /** {@code rooms}: those it was shared in. {@code created}: milliseconds since 1970. */
    record Stored(FileRef file, UserId owner, List<RoomId> rooms, long created) {
        public Stored {
            rooms = List.copyOf(rooms);
        }
    }

    record Read(FileId id, long offset, int length) {}

    record Chunk(Bytes bytes) {}

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
