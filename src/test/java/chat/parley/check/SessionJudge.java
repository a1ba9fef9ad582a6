package chat.parley.check;

import chat.parley.check.History.Ending;
import chat.parley.check.History.Entry;
import chat.parley.check.History.Sent;
import chat.parley.check.History.Stream;
import java.util.HashMap;
import java.util.Map;

/** The part of the judge for sessions that were ended from elsewhere: it is over with them at once and for good. */
final class SessionJudge {
    private final Judge judge;
    private final History history;
    private final Map<String, Ending> endings = new HashMap<>();

    SessionJudge(Judge judge, History history) {
        this.judge = judge;
        this.history = history;
        history.endings().forEach(ending -> endings.put(ending.session(), ending));
    }

    void judge() {
        endings.values().forEach(this::ending);
        history.streams().forEach(this::stream);
    }

    private void ending(Ending ending) {
        if (!ending.closed()) {
            judge.find(Property.ENDED, owner(ending) + " stayed connected after " + ending.how());
        }
        if (ending.letIn()) {
            judge.find(Property.ENDED, owner(ending) + " was let in as before after " + ending.how());
        }
    }

    /** What is on its way while a session ends may still arrive; what is sent when it is known to be over may not. */
    private void stream(Stream stream) {
        Ending ending = endings.get(stream.session());
        if (ending == null) {
            return;
        }
        for (Entry entry : stream.entries()) {
            Sent sent = history.sent().get(entry.label());
            if (sent != null && sent.at() > ending.at()) {
                judge.find(
                        Property.ENDED,
                        owner(ending) + " received " + entry.label() + " (" + judge.place(stream.room(), entry.seq())
                                + "), which was sent after " + ending.how());
                return;
            }
        }
    }

    private String owner(Ending ending) {
        return judge.name(ending.owner());
    }
}
