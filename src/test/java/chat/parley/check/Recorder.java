package chat.parley.check;

import chat.parley.check.History.Ack;
import chat.parley.check.History.Entry;
import chat.parley.check.History.FileRead;
import chat.parley.check.History.Heard;
import chat.parley.check.History.LegacyStream;
import chat.parley.check.History.Listed;
import chat.parley.check.History.Membership;
import chat.parley.check.History.Sent;
import chat.parley.check.History.Stream;
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
    private final List<FileRead> files = new ArrayList<>();
    private final List<Listed> listed = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private long clock;

    /** A stream that is still being received. */
    final class OpenStream {
        private final String reader;
        private final String room;
        private final @Nullable Long asked;
        private final boolean audit;
        private final List<Entry> entries = new ArrayList<>();
        private long from;
        private long complete = History.UNKNOWN;

        private OpenStream(String reader, String room, @Nullable Long asked, boolean audit) {
            this.reader = reader;
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
            }
        }

        void completeTo(long number) {
            synchronized (Recorder.this) {
                complete = number;
            }
        }

        private Stream close() {
            // Entries may come before the answer that says where they begin.
            long start = from >= 0 || entries.isEmpty()
                    ? Math.max(0, from)
                    : entries.get(0).seq() - 1;
            return new Stream(reader, room, asked, start, List.copyOf(entries), complete, audit);
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

    synchronized OpenStream open(String reader, String room, @Nullable Long asked) {
        return open(new OpenStream(reader, room, asked, false));
    }

    synchronized OpenStream audit(String reader, String room) {
        return open(new OpenStream(reader, room, 0L, true));
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
                List.copyOf(files),
                List.copyOf(listed),
                Map.copyOf(names));
    }
}
