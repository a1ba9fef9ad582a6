package chat.parley.console;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What is on its way to a room, shown until it is there; what did not get there can be sent again. */
final class Sending {
    private final Client client;
    private final Hall hall;
    private final View view;
    private final Emoji emoji;
    private final Runnable redraw;
    private final Pending pending = new Pending();

    Sending(Client client, Hall hall, View view, Emoji emoji, Runnable redraw) {
        this.client = client;
        this.hall = hall;
        this.view = view;
        this.emoji = emoji;
        this.redraw = redraw;
    }

    void send(RoomInfo room, String text, List<String> files) {
        send(room, text, files, Optional.empty());
    }

    void send(RoomInfo room, String text, List<String> files, Optional<Long> replyTo) {
        Outgoing message = client.send(room.id(), emoji.expand(text), files, replyTo);
        pending.add(message);
        CompletableFuture<?> unused = message.stored().whenComplete((seq, failure) -> {
            if (failure == null) {
                pending.remove(message);
            } else {
                notSent(message, failure);
            }
            redraw.run();
        });
        redraw.run();
    }

    private void notSent(Outgoing message, Throwable failure) {
        boolean hopeless = failure instanceof CallException refusal && refusal.isFinal();
        if (hopeless) {
            pending.remove(message);
        } else {
            pending.failed(message);
        }
        String text = message.text();
        String what = text.isEmpty() ? "the file" : "\"" + Width.cut(Clean.line(text), 40) + "\"";
        view.warn("Not sent: " + what + ". " + SendScript.explain(failure).getMessage()
                + (hopeless ? "" : " /retry sends it again."));
    }

    void retry() {
        List<Outgoing> again = pending.takeFailed();
        if (again.isEmpty()) {
            view.note("There is nothing to send again.");
        }
        again.forEach(message -> hall.room(message.room())
                .ifPresentOrElse(
                        room -> send(room, message.text(), message.files(), message.replyTo()),
                        () -> view.warn("Its room is no longer there: " + Clean.line(message.text()))));
    }

    void arrived(String id) {
        pending.arrived(id);
    }

    List<String> lines(int columns) {
        return pending.lines(columns);
    }
}
