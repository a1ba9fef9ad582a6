package chat.parley.console;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/** The terminal client: what a person types becomes calls, what happens becomes lines above. */
public final class Console implements AutoCloseable {
    private final Address address;
    private final ConfigFolder folder;
    private final Paint paint;
    private final Emoji emoji = new Emoji();
    private final Hall hall = new Hall();
    private final Screen screen;
    private final View view;
    private final Client client;
    private final Transfers transfers;
    private final Pending pending = new Pending();

    private Console(
            Address address, ConfigFolder folder, Terminal terminal, Paint paint, String name, Optional<String> token)
            throws IOException {
        this.address = address;
        this.folder = folder;
        this.paint = paint;
        Timeline timeline = new Timeline(paint, emoji, ZoneId.systemDefault());
        this.screen = new Screen(terminal, new Words(hall::names, hall::titles, () -> numbered(timeline), emoji));
        this.view = new View(hall, screen, timeline, paint);
        KnownServers known = new KnownServers(folder, view::note);
        Client.Options options = new Client.Options(address, Optional.of(name), token, Optional.of(Input.PAGE), false);
        this.client = new Client(options, known, new Happening());
        this.transfers = new Transfers(client, folder, this::prompt);
    }

    /** Opens it; asks for a name on this terminal when there is none yet. Nothing: the person changed their mind. */
    public static Optional<Console> open(
            Address address, ConfigFolder folder, Terminal terminal, @Nullable String name, @Nullable String noColor)
            throws IOException {
        Optional<SavedSession> saved = SavedSession.find(folder, address, Optional.ofNullable(name));
        String user;
        if (name != null) {
            user = name;
        } else if (saved.isPresent()) {
            user = saved.get().name();
        } else {
            try {
                user = new Screen(terminal, (reader, line, candidates) -> {})
                        .ask("Your name at " + address + ": ", System.getProperty("user.name"))
                        .strip();
            } catch (UserInterruptException | EndOfFileException e) {
                return Optional.empty();
            }
        }
        return Optional.of(new Console(
                address, folder, terminal, Paint.of(terminal, noColor), user, saved.map(SavedSession::token)));
    }

    /** Until the person leaves. */
    public void run() {
        screen.onPageUp(() -> older(Input.PAGE));
        prompt();
        client.start();
        while (true) {
            try {
                Input input = Input.parse(screen.read());
                if (input instanceof Input.Quit) {
                    return;
                }
                handle(input);
            } catch (UserInterruptException e) {
                if (e.getPartialLine().isEmpty()) {
                    view.note("/quit or Ctrl-D leaves.");
                }
            } catch (EndOfFileException e) {
                return;
            }
        }
    }

    private void handle(Input input) {
        if (input instanceof Input.Say say) {
            hall.current()
                    .ifPresentOrElse(room -> send(room, say.text(), List.of()), () -> view.note("Not in a room yet."));
        } else if (input instanceof Input.Whisper whisper) {
            whisper(whisper);
        } else if (input instanceof Input.Rooms) {
            view.rooms();
        } else if (input instanceof Input.Enter enter) {
            enter(enter.room());
        } else if (input instanceof Input.Who) {
            people().thenRun(view::people).exceptionally(this::failed);
        } else if (input instanceof Input.SendFile file) {
            sendFile(file.path());
        } else if (input instanceof Input.Download download) {
            download(download);
        } else if (input instanceof Input.Transfer transfer) {
            view.note(transfers.act(transfer.action(), transfer.number()));
        } else if (input instanceof Input.Older older) {
            older(older.count());
        } else if (input instanceof Input.Retry) {
            retry();
        } else if (input instanceof Input.Rename rename) {
            client.startAs(rename.name());
        } else if (input instanceof Input.Help) {
            view.help();
        } else if (input instanceof Input.Wrong wrong) {
            view.note(wrong.sentence());
        }
    }

    private @Nullable Void failed(Throwable failure) {
        view.warn(String.valueOf(SendScript.explain(failure).getMessage()));
        return null;
    }

    private void send(RoomInfo room, String text, List<String> files) {
        Outgoing message = client.send(room.id(), emoji.expand(text), files);
        pending.add(message);
        CompletableFuture<?> unused = message.stored().whenComplete((seq, failure) -> {
            if (failure != null) {
                boolean hopeless = failure instanceof CallException refusal && refusal.isFinal();
                if (hopeless) {
                    pending.remove(message);
                } else {
                    pending.failed(message);
                }
                String what = text.isEmpty() ? "the file" : "\"" + Width.cut(Clean.line(text), 40) + "\"";
                view.warn("Not sent: " + what + ". "
                        + SendScript.explain(failure).getMessage() + (hopeless ? "" : " /retry sends it again."));
            } else {
                pending.remove(message);
            }
            prompt();
        });
        prompt();
    }

    private void retry() {
        List<Outgoing> again = pending.takeFailed();
        if (again.isEmpty()) {
            view.note("There is nothing to send again.");
        }
        again.forEach(message -> hall.room(message.room())
                .ifPresentOrElse(
                        room -> send(room, message.text(), message.files()),
                        () -> view.warn("Its room is no longer there: " + Clean.line(message.text()))));
    }

    private void whisper(Input.Whisper whisper) {
        CompletableFuture<?> unused = Lookup.open(client, whisper.name())
                .thenAccept(room -> {
                    hall.put(room);
                    send(room, whisper.text(), List.of());
                })
                .exceptionally(this::failed);
    }

    private void enter(String wanted) {
        Optional<RoomInfo> ours = hall.find(wanted);
        CompletableFuture<RoomInfo> room =
                ours.isPresent() ? CompletableFuture.completedFuture(ours.get()) : Lookup.openOrExplain(client, wanted);
        CompletableFuture<?> unused = room.thenCompose(found -> {
                    int unread = view.enter(found);
                    prompt();
                    return client.call(
                                    "rooms.history",
                                    Json.object()
                                            .put("room", found.id())
                                            .put("limit", Math.max(10, Math.min(100, unread))))
                            .thenAccept(page -> view.entered(found, unread, page));
                })
                .exceptionally(this::failed);
    }

    private void older(int count) {
        Optional<RoomInfo> room = hall.current();
        if (room.isEmpty()) {
            return;
        }
        CompletableFuture<?> unused = client.call("rooms.history", view.before(room.get(), Math.min(200, count)))
                .thenAccept(page -> view.older(room.get(), page))
                .exceptionally(this::failed);
    }

    private CompletableFuture<Void> people() {
        return new People(client).list().thenAccept(hall::people);
    }

    private void sendFile(String typed) {
        Optional<RoomInfo> room = hall.current();
        Welcome welcome = view.welcome();
        if (room.isEmpty() || welcome == null) {
            view.note("There is no connection yet.");
            return;
        }
        Path file = Transfers.path(typed);
        CompletableFuture<?> unused = transfers
                .upload(file, welcome)
                .thenAccept(id -> send(room.get(), "", List.of(id)))
                .exceptionally(this::failed);
    }

    private void download(Input.Download wanted) {
        Optional<Said.Attachment> file = view.file(wanted.which());
        Welcome welcome = view.welcome();
        if (file.isEmpty() || welcome == null) {
            view.note("There is no file " + wanted.which() + " here. The number stands beside each file.");
            return;
        }
        CompletableFuture<?> unused = transfers
                .download(file.get(), wanted.path().orElse(""), welcome)
                .thenAccept(
                        saved -> view.note("Saved as " + saved.toAbsolutePath().normalize() + "."))
                .exceptionally(this::failed);
    }

    private static Map<String, String> numbered(Timeline timeline) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Said.Attachment file : timeline.files()) {
            files.put(String.valueOf(files.size() + 1), file.name());
        }
        return files;
    }

    private void prompt() {
        int columns = screen.columns();
        List<AttributedString> above = new ArrayList<>();
        // A dumb terminal cannot take back what it has shown
        if (paint.styles()) {
            pending.lines(columns).forEach(line -> above.add(paint.dim(line)));
            transfers.bars(columns).forEach(line -> above.add(paint.plain(line)));
        }
        screen.prompt(above, view.prompt(columns));
    }

    @Override
    public void close() {
        client.close();
    }

    private final class Happening implements Listener {
        @Override
        public void online(Welcome welcome, boolean renewed) {
            hall.enter(welcome, renewed);
            view.online(welcome, renewed);
            try {
                new SavedSession(welcome.me().name(), welcome.token()).save(folder, address);
            } catch (IOException e) {
                view.warn("The session could not be remembered in " + folder.path()
                        + ": a restart will need a new name.");
            }
            prompt();
            CompletableFuture<?> unused = people().exceptionally(failure -> null);
        }

        @Override
        public void offline(String why, Duration retryIn) {
            view.offline(why, retryIn);
            prompt();
        }

        @Override
        public void entry(Said entry) {
            pending.arrived(entry.id());
            view.entry(entry);
            prompt();
        }

        @Override
        public void room(RoomInfo room) {
            hall.put(room);
            prompt();
        }

        @Override
        public void person(Person person) {
            if (hall.person(person)) {
                view.cameOrWent(person);
            }
        }

        @Override
        public void peopleStale() {
            CompletableFuture<?> unused = people().exceptionally(failure -> null);
        }

        @Override
        public void over(End end, String sentence) {
            view.over(
                    sentence,
                    end == End.UNTRUSTED
                            ? "Then start the console again; /quit leaves."
                            : "/name NAME comes in under that name; /quit leaves.");
            prompt();
        }
    }
}
