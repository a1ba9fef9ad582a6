package chat.parley.bridge;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/** Collects the outlets of one event loop that have something to flush, and flushes each once at the end of the turn. */
public final class FlushTurn {
    private List<Outlet> dirty = new ArrayList<>();
    private List<Outlet> flushing = new ArrayList<>();

    void add(Outlet outlet, EventLoop eventLoop) {
        outlet.dirty = true;
        dirty.add(outlet);
        if (dirty.size() == 1) {
            eventLoop.execute(this::flush);
        }
    }

    private void flush() {
        List<Outlet> due = dirty;
        dirty = flushing;
        flushing = due;
        for (Outlet outlet : due) {
            outlet.dirty = false;
            outlet.flush();
        }
        due.clear();
    }
}
