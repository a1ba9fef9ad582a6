package chat.parley.check;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A legacy client: knows no ids and no resuming, and is somebody new with each connection, though of the same name. */
class LegacyChatter extends Client {
    private final List<Chatter> others;
    private int connections;
    private volatile @Nullable LegacySession current;

    /** @param others those whom it whispers to */
    LegacyChatter(Site site, String name, long seed, long pauseMs, List<Chatter> others) {
        super(site, name, DoorKind.LEGACY, seed, pauseMs);
        this.others = others;
    }

    boolean isNarrow() {
        return false;
    }

    @Override
    boolean isConnected() {
        LegacySession now = current;
        return now != null && !now.isEnded();
    }

    /** Says something at once: by this its user id is known. */
    @Override
    void connect() throws IOException, Refused {
        Link link = site.dial(door, isNarrow());
        try {
            String key = name + "." + (connections + 1);
            LegacySession session = new LegacySession(site.recorder, link, name, key);
            connections++;
            session.say(label(session));
            current = session;
        } catch (IOException | Refused e) {
            link.cut();
            throw e;
        }
    }

    private String label(LegacySession session) {
        return session.key + "-" + nextNumber();
    }

    @Override
    void tend() {}

    @Override
    void speak() throws IOException {
        LegacySession now = session();
        int choice = random.nextInt(10);
        if (choice == 0) {
            now.upload(label(now) + ".bin");
        } else if (choice < 3 && !others.isEmpty()) {
            Chatter other = others.get(random.nextInt(others.size()));
            if (!other.userId.isEmpty()) {
                now.whisper(label(now), other);
            }
        } else {
            now.say(label(now));
        }
    }

    final LegacySession session() throws IOException {
        LegacySession now = current;
        if (now == null || now.isEnded()) {
            throw new IOException("Not connected");
        }
        return now;
    }

    @Override
    void cutWithinFrame() {
        LegacySession now = current;
        if (now != null) {
            now.cutWithin(label(now) + "-half");
        }
    }

    @Override
    void cut() {
        LegacySession now = current;
        if (now != null) {
            now.cut();
        }
    }

    @Override
    boolean isSettled() {
        LegacySession now = current;
        return now != null && now.isSettled();
    }

    boolean hasHeard(String label) {
        LegacySession now = current;
        return now != null && now.hasHeard(label);
    }

    /** It has had time for everything: what is missing now was lost. */
    void complete() {
        LegacySession now = current;
        if (now != null) {
            now.complete();
        }
    }
}
