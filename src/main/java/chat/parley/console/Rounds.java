package chat.parley.console;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Going from room to room, with what was said in each, and looking who is here. */
final class Rounds {
    private static final int LEAST = 10;
    private static final int MOST = 100;

    private final Here here;
    private final ReadMarks marks;
    private final Runnable redraw;

    Rounds(Here here, ReadMarks marks, Runnable redraw) {
        this.here = here;
        this.marks = marks;
        this.redraw = redraw;
    }

    void enter(String wanted) {
        Optional<RoomInfo> ours = here.hall().find(wanted);
        if (ours.isPresent() && ours.get().isInvitation()) {
            here.view().invitation(ours.get());
            return;
        }
        here.when(
                ours.isPresent()
                        ? CompletableFuture.completedFuture(ours.get())
                        : Lookup.openOrExplain(here.client(), wanted),
                this::go);
    }

    /** Shows the newest of this room. */
    void go(RoomInfo room) {
        int unread = here.view().enter(room);
        redraw.run();
        int count = Math.max(LEAST, Math.min(MOST, unread));
        here.ask("rooms.history", Json.object().put("room", room.id()).put("limit", count), page -> {
            here.view().entered(room, unread, page);
            marks.seen(room.id(), page.path("last").asLong());
        });
    }

    void older(int count) {
        Optional<RoomInfo> room = here.hall().current();
        room.ifPresent(current -> here.ask(
                "rooms.history",
                here.view().before(current, Math.min(200, count)),
                page -> here.view().older(current, page)));
    }

    CompletableFuture<Void> people() {
        return new People(here.client()).list().thenAccept(here.hall()::people);
    }

    void who() {
        here.when(people(), done -> here.view().people());
    }
}
