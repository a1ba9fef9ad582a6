package chat.parley.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What is said in one room: a window of messages is outstanding, a message being so until every member has read it.
 * Each member must read every number once and in order. Runs on the clients' thread.
 */
final class Traffic {
    static final String LOBBY = "0000000000000000000000000l";

    private static final int DIGITS = 10;
    private static final int RING = 1 << 16;
    private static final byte[] NO_TOKEN = {};

    final byte[] roomBytes;
    private final String room;
    private final Client sender;
    private final int textBytes;
    private final int[] missing = new int[RING];
    private final long[] sentAt = new long[RING];
    private final byte[][] tokens = new byte[RING][];
    private final List<Client> members;
    private int audience;
    private int window;
    private boolean due;
    private long sent;
    private long finished;
    private long deliveries;
    private Latencies latencies = Latencies.NONE;

    /** The first member sends. */
    Traffic(String room, List<Client> members, int textBytes) {
        this.room = room;
        this.roomBytes = room.getBytes(StandardCharsets.US_ASCII);
        this.members = members;
        this.audience = members.size();
        this.sender = members.get(0);
        this.textBytes = textBytes;
        Arrays.fill(tokens, NO_TOKEN);
        members.forEach(member -> member.traffic = this);
    }

    static String text(long number, int bytes) {
        String digits = Long.toString(number + 1_000_000_000L);
        return digits + "x".repeat(bytes - DIGITS);
    }

    /** Keeps so many messages outstanding from now on; 0 lets those on their way arrive. */
    void window(int messages) {
        window = messages;
        due = true;
        turnEnded();
    }

    /** So many of the members need not have read a message for the next to be sent. */
    void patience(int members) {
        audience = this.members.size() - members;
    }

    /** From now on the time from sending to each reading counts. */
    void measure(Latencies into) {
        latencies = into;
    }

    /** Says one thing more, whatever is outstanding; {@code at}: when it was to be said. */
    void say(long at) {
        int slot = (int) sent & (RING - 1);
        missing[slot] = audience;
        sentAt[slot] = at;
        tokens[slot] = NO_TOKEN;
        sender.write(sender.speech.message(room, sent, textBytes));
        sent++;
    }

    void sayNow(long at) {
        say(at);
        sender.flush();
    }

    /** A message with its number at the beginning of its text. */
    void delivered(Client client, byte[] bytes, int text, int to) {
        long number = -1_000_000_000L;
        if (to - text >= textBytes) {
            long value = 0;
            for (int i = text; i < text + DIGITS; i++) {
                value = value * 10 + bytes[i] - '0';
            }
            number += value;
        }
        if (number != client.expected || bytes[text + textBytes - 1] != 'x') {
            client.fail("Message " + number + " came where " + client.expected + " was due");
            return;
        }
        counted(client);
    }

    /** The message that was due was delivered to this client. */
    void counted(Client client) {
        int slot = (int) client.expected & (RING - 1);
        client.expected++;
        deliveries++;
        latencies.record(sentAt[slot]);
        if (--missing[slot] == 0) {
            finished++;
            due = window > 0;
        }
    }

    /** A client has read what there was: what became free in the window is said, in one go. */
    void turnEnded() {
        if (!due) {
            return;
        }
        due = false;
        long now = System.nanoTime();
        boolean said = false;
        while (sent - finished < window) {
            say(now);
            said = true;
        }
        if (said) {
            sender.flush();
        }
    }

    /** The token that carried a number, or nothing when nobody has read it yet. */
    byte[] token(long number) {
        return tokens[(int) number & (RING - 1)];
    }

    void remember(long number, byte[] token) {
        tokens[(int) number & (RING - 1)] = token;
    }

    long deliveries() {
        return deliveries;
    }

    long sent() {
        return sent;
    }

    /** Whether every member has read everything. */
    boolean isComplete() {
        return members.stream().allMatch(member -> member.expected == sent);
    }

    String missing() {
        long members =
                this.members.stream().filter(member -> member.expected != sent).count();
        long least =
                this.members.stream().mapToLong(member -> member.expected).min().orElse(0);
        return members + " of " + this.members.size() + " members lack messages, one has read only " + least + " of "
                + sent;
    }
}
