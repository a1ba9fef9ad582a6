package chat.parley.check;

import chat.parley.check.History.Absence;
import chat.parley.check.History.Ack;
import chat.parley.check.History.Ending;
import chat.parley.check.History.Entry;
import chat.parley.check.History.FileRead;
import chat.parley.check.History.Heard;
import chat.parley.check.History.LegacyStream;
import chat.parley.check.History.Listed;
import chat.parley.check.History.Membership;
import chat.parley.check.History.Room;
import chat.parley.check.History.Sent;
import chat.parley.check.History.Stream;
import chat.parley.check.History.Trespass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes down what clients send and see while a run goes on, from any thread. */
final class Recorder {
    private final Map<String, Sent> sent = new HashMap<>();
    private final List<Ack> acks = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private final List<OpenStream> streams = new ArrayList<>();
    private final List<OpenLegacyStream> legacy = new ArrayList<>();
    private final Set<Membership> memberships = new LinkedHashSet<>();
    private final List<OpenAbsence> absences = new ArrayList<>();
    private final List<FileRead> files = new ArrayList<>();
    private final List<Listed> listed = new ArrayList<>();
    private final List<Trespass> trespasses = new ArrayList<>();
    private final List<OpenEnding> endings = new ArrayList<>();
    private final Map<String, Room> rooms = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private long clock;

    /** A stream that is still being received. */
    final class OpenStream {
        private final String reader;
        private final String session;
        private final String room;
        private final @Nullable Long asked;
        private final boolean audit;
        private final List<Entry> entries = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();
        private long from;
        private long complete = History.UNKNOWN;
        private boolean upToDate;
        private boolean removed;

        private OpenStream(String reader, String session, String room, @Nullable Long asked, boolean audit) {
            this.reader = reader;
            this.session = session;
            this.room = room;
            this.asked = asked;
            this.audit = audit;
            this.from = asked == null ? -1 : asked;
        }

        void startsAfter(long number) {
            synchronized (Recorder.this) {
                from = number;
            }
        }

        void received(Entry entry) {
            synchronized (Recorder.this) {
                entries.add(entry);
                times.add(++clock);
            }
        }

        void completeTo(long number) {
            synchronized (Recorder.this) {
                complete = number;
            }
        }

        /** It receives what happens as it happens: nothing of the time before is on its way. */
        void upToDate() {
            synchronized (Recorder.this) {
                upToDate = true;
            }
        }

        /** Its reader was told to be in the room no more. */
        void removed() {
            synchronized (Recorder.this) {
                removed = upToDate;
            }
        }

        private Stream close() {
            // Entries may come before the answer that says where they begin.
            long start = from >= 0 || entries.isEmpty()
                    ? Math.max(0, from)
                    : entries.get(0).seq() - 1;
            return new Stream(
                    reader,
                    session,
                    room,
                    asked,
                    start,
                    List.copyOf(entries),
                    List.copyOf(times),
                    complete,
                    removed,
                    audit);
        }
    }

    /** A legacy connection that is still being received. */
    final class OpenLegacyStream {
        private final long opened;
        private final String reader;
        private final List<Heard> heard = new ArrayList<>();
        private boolean complete;

        private OpenLegacyStream(long opened, String reader) {
            this.opened = opened;
            this.reader = reader;
        }

        void heard(Heard one) {
            synchronized (Recorder.this) {
                heard.add(one);
            }
        }

        void complete() {
            synchronized (Recorder.this) {
                complete = true;
            }
        }
    }

    /** Somebody is out of a room. */
    final class OpenAbsence {
        private final String user;
        private final String room;
        private final long from;
        private long until = History.FOREVER;

        private OpenAbsence(String user, String room, long from) {
            this.user = user;
            this.room = room;
            this.from = from;
        }

        /** To be told before they are asked back. */
        void over() {
            synchronized (Recorder.this) {
                until = ++clock;
            }
        }
    }

    /** A session that was ended from elsewhere. */
    final class OpenEnding {
        final String session;
        private final String owner;
        private final long at;
        private final String how;
        private boolean closed;
        private boolean letIn;

        private OpenEnding(String session, String owner, String how, long at) {
            this.session = session;
            this.owner = owner;
            this.how = how;
            this.at = at;
        }

        void closed() {
            synchronized (Recorder.this) {
                closed = true;
            }
        }

        void letIn() {
            synchronized (Recorder.this) {
                letIn = true;
            }
        }
    }

    synchronized void user(String id, String name) {
        names.put(id, name);
    }

    synchronized void sending(String sender, String room, String label, boolean file) {
        sent.putIfAbsent(label, new Sent(++clock, sender, room, label, file));
    }

    synchronized void acknowledged(String label, String room, long seq) {
        acks.add(new Ack(label, room, seq));
    }

    synchronized void refused(String label) {
        refused.add(label);
    }

    synchronized void member(String user, String room, long first, long last) {
        memberships.add(new Membership(user, room, first, last));
    }

    /** From now on somebody is no member any more: {@code last} is the last number that they may see. */
    synchronized void left(String user, String room, long last) {
        List<Membership> ended = memberships.stream()
                .filter(membership -> membership.user().equals(user)
                        && membership.room().equals(room)
                        && membership.last() == History.FOREVER)
                .toList();
        for (Membership membership : ended) {
            memberships.remove(membership);
            memberships.add(new Membership(user, room, membership.first(), last));
        }
    }

    synchronized void file(String reader, String label, boolean whole) {
        files.add(new FileRead(reader, label, whole));
    }

    synchronized void listed(String reader, String room) {
        listed.add(new Listed(reader, room));
    }

    /** What becomes of memberships in this room is known from its journal. */
    synchronized void room(String id, String name, boolean sinceJoined) {
        rooms.put(id, new Room(name, sinceJoined));
    }

    /** To be told when whoever removed them has the answer: what is sent from now on is not for them. */
    synchronized OpenAbsence absent(String user, String room) {
        OpenAbsence absence = new OpenAbsence(user, room, ++clock);
        absences.add(absence);
        return absence;
    }

    synchronized void trespass(String reader, String room, String how) {
        trespasses.add(new Trespass(reader, room, how));
    }

    /** To be told when whoever ended the session has the answer: what is sent from now on is not for it. */
    synchronized OpenEnding ended(String session, String owner, String how) {
        OpenEnding ending = new OpenEnding(session, owner, how, ++clock);
        endings.add(ending);
        return ending;
    }

    /** The sessions that were ended so far. */
    synchronized List<OpenEnding> endings() {
        return List.copyOf(endings);
    }

    OpenStream open(String reader, String room, @Nullable Long asked) {
        return open(reader, "", room, asked);
    }

    synchronized OpenStream open(String reader, String session, String room, @Nullable Long asked) {
        return open(new OpenStream(reader, session, room, asked, false));
    }

    synchronized OpenStream audit(String reader, String room) {
        return open(new OpenStream(reader, "", room, 0L, true));
    }

    private OpenStream open(OpenStream stream) {
        streams.add(stream);
        return stream;
    }

    synchronized OpenLegacyStream openLegacy(String reader) {
        OpenLegacyStream stream = new OpenLegacyStream(++clock, reader);
        legacy.add(stream);
        return stream;
    }

    /** The highest number that was acknowledged in a room. */
    synchronized long head(String room) {
        return acks.stream()
                .filter(ack -> ack.room().equals(room))
                .mapToLong(Ack::seq)
                .max()
                .orElse(0);
    }

    /** The number that a message was acknowledged under; {@link History#UNKNOWN} when it was not. */
    synchronized long seqOf(String label) {
        return acks.stream()
                .filter(ack -> ack.label().equals(label))
                .mapToLong(Ack::seq)
                .findFirst()
                .orElse(History.UNKNOWN);
    }

    synchronized int ackCount() {
        return acks.size();
    }

    synchronized History history() {
        return new History(
                Map.copyOf(sent),
                List.copyOf(acks),
                Set.copyOf(refused),
                streams.stream().map(OpenStream::close).toList(),
                legacy.stream()
                        .map(open -> new LegacyStream(open.opened, open.reader, List.copyOf(open.heard), open.complete))
                        .toList(),
                List.copyOf(memberships),
                absences.stream()
                        .map(open -> new Absence(open.user, open.room, open.from, open.until))
                        .toList(),
                List.copyOf(files),
                List.copyOf(listed),
                List.copyOf(trespasses),
                endings.stream()
                        .map(open -> new Ending(open.session, open.owner, open.at, open.how, open.closed, open.letIn))
                        .toList(),
                Map.copyOf(rooms),
                Map.copyOf(names));
    }
}
