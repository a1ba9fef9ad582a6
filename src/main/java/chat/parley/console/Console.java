package chat.parley.console;

import chat.parley.model.Secret;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;

/** The terminal client: what a person types becomes calls, what happens becomes lines above. */
public final class Console implements AutoCloseable {
    private final Address address;
    private final ConfigFolder folder;
    private final Paint paint;
    private final Hall hall = new Hall();
    private final Commands commands = new Commands();
    private final Screen screen;
    private final View view;
    private final Client client;
    private final Transfers transfers;
    private final Sending sending;
    private final ReadMarks marks;
    private final Rounds rounds;
    private final Typing typing;
    private final Absence absence;
    private volatile boolean leaving;

    private Console(
            Address address,
            ConfigFolder folder,
            Terminal terminal,
            Paint paint,
            Optional<Login> login,
            Optional<String> token)
            throws IOException {
        this.address = address;
        this.folder = folder;
        this.paint = paint;
        Emoji emoji = new Emoji();
        Recent recent = new Recent();
        Timeline timeline = new Timeline(paint, emoji, ZoneId.systemDefault(), recent);
        Words.Known known = new Words.Known(hall::names, hall::titles, hall::invitations, () -> numbered(timeline));
        this.screen = new Screen(terminal, new Words(commands, known, emoji));
        this.view = new View(hall, screen, timeline, paint, recent);
        KnownServers servers = new KnownServers(folder, view::note);
        Client.Options options = new Client.Options(address, login, token, Optional.of(TalkCommands.PAGE), false);
        this.client = new Client(options, servers, new Happening());
        this.transfers = new Transfers(client, folder, this::prompt);
        this.sending = new Sending(client, hall, view, emoji, this::prompt);
        this.marks = new ReadMarks(client);
        this.typing = new Typing(client, hall, this::prompt);
        this.absence = new Absence(Absence.AFTER, this::tellAbsence);
        Here here = new Here(client, hall, view);
        this.rounds = new Rounds(here, marks, this::prompt);
        fill(here, emoji);
    }

    private void fill(Here here, Emoji emoji) {
        Passwords passwords = new Passwords(screen);
        RoomCommands rooms = new RoomCommands(here, rounds::go);
        ModerationCommands moderation = new ModerationCommands(here);
        commands.add("talk", new TalkCommands(here, rounds, sending, rooms).list());
        commands.add("messages", new MessageCommands(here, sending, emoji).list());
        commands.add("rooms", rooms.list());
        commands.add("members", moderation.list());
        commands.add("files", new FileCommands(here, transfers, sending).list());
        commands.add("account", new AccountCommands(here, passwords).list());
        commands.add("session", new SignInCommands(here, passwords, this::forgetSession).list());
        commands.add("admin", new AdminCommands(here, moderation, passwords).list());
        commands.add("help", new HelpCommands(commands, view, () -> leaving = true).list());
    }

    /** How somebody wants to come in. */
    public sealed interface As {
        /** As a guest of this name, or as last time. */
        record Guest(Optional<String> name) implements As {}

        /** With an account; the password is asked for unless it is here or not needed. */
        record Account(String name, Optional<Secret> password) implements As {}

        /** Making an account; the invitation, too, is asked for. */
        record Register(String name, Optional<Secret> password, Optional<Secret> invite) implements As {}
    }

    /** Opens it; asks on this terminal for what is missing. Nothing: the person changed their mind. */
    public static Optional<Console> open(
            Address address, ConfigFolder folder, Terminal terminal, As as, Optional<String> noColor)
            throws IOException {
        Paint paint = Paint.of(terminal, noColor.orElse(null));
        Optional<Entrance> entrance = Entrance.of(address, folder, terminal, as);
        return entrance.isEmpty()
                ? Optional.empty()
                : Optional.of(new Console(
                        address,
                        folder,
                        terminal,
                        paint,
                        entrance.get().login(),
                        entrance.get().token()));
    }

    /** Until the person leaves. */
    public void run() {
        screen.onPageUp(() -> rounds.older(TalkCommands.PAGE));
        screen.onTyping(line -> {
            absence.typed();
            typing.pressed(line);
        });
        prompt();
        client.start();
        while (!leaving) {
            try {
                handle(Input.parse(screen.read()));
            } catch (UserInterruptException e) {
                typing.done(false);
                if (e.getPartialLine().isEmpty()) {
                    view.note("/quit or Ctrl-D leaves.");
                }
            } catch (EndOfFileException e) {
                return;
            }
        }
    }

    private void tellAbsence(boolean away) {
        CompletableFuture<?> unused =
                client.call("presence.set", Json.object().put("idle", away)).exceptionally(failure -> Json.object());
    }

    private void handle(Input input) {
        absence.typed();
        typing.done(input instanceof Input.Say);
        if (input instanceof Input.Say say) {
            hall.current()
                    .ifPresentOrElse(
                            room -> sending.send(room, say.text(), List.of()), () -> view.note("Not in a room yet."));
        } else if (input instanceof Input.Do command) {
            commands.run(command.line()).ifPresent(view::note);
        }
    }

    private void forgetSession() {
        Welcome welcome = view.welcome();
        try {
            if (welcome != null) {
                SavedSession.forget(folder, address, welcome.me().name());
            }
        } catch (IOException e) {
            view.warn("The session could not be removed from " + folder.path() + ".");
        }
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
            sending.lines(columns).forEach(line -> above.add(paint.dim(line)));
            transfers.bars(columns).forEach(line -> above.add(paint.plain(line)));
            Optional.of(typing.line())
                    .filter(line -> !line.isEmpty())
                    .ifPresent(line -> above.add(paint.dim(Width.cut(line, columns - 1))));
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
            hall.enter(welcome);
            absence.connected();
            marks.clear();
            view.online(welcome, renewed);
            hall.current().ifPresent(room -> marks.seen(room.id(), room.lastSequence()));
            try {
                boolean account = !welcome.me().kind().equals("guest");
                new SavedSession(welcome.me().name(), welcome.token(), account).save(folder, address);
            } catch (IOException e) {
                view.warn("The session could not be remembered in " + folder.path()
                        + ": a restart will need a new name, or the password again.");
            }
            prompt();
            CompletableFuture<?> unused = rounds.people()
                    .thenCompose(done -> client.call("blocks.list", Json.object()))
                    .thenAccept(blocks -> hall.blocked(
                            StreamSupport.stream(blocks.path("users").spliterator(), false)
                                    .map(each -> each.path("id").asText())
                                    .toList()))
                    .exceptionally(failure -> null);
        }

        @Override
        public void offline(String why, Duration retryIn) {
            view.offline(why, retryIn);
            prompt();
        }

        @Override
        public void entry(Said entry) {
            sending.arrived(entry.id());
            typing.said(entry);
            view.entry(entry);
            if (hall.isCurrent(entry.room())) {
                marks.seen(entry.room(), entry.seq());
            }
            prompt();
        }

        @Override
        public void room(RoomInfo room) {
            boolean news = hall.room(room.id()).isEmpty();
            hall.put(room);
            if (room.isInvitation() && news) {
                view.invitation(room);
            } else if (!room.isInvitation()) {
                view.known(room);
            }
            prompt();
        }

        @Override
        public void left(String room, JsonNode how) {
            hall.room(room).ifPresent(gone -> view.left(gone, how, hall.drop(room)));
            prompt();
        }

        @Override
        public void read(String room, int unread, int mentions) {
            hall.read(room, unread, mentions);
            prompt();
        }

        @Override
        public void typing(String room, Person person, boolean on) {
            typing.heard(room, person, on);
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
            CompletableFuture<?> unused = rounds.people().exceptionally(failure -> null);
        }

        @Override
        public void over(End end, String sentence) {
            view.over(
                    sentence,
                    end == End.UNTRUSTED
                            ? "Then start the console again; /quit leaves."
                            : "/login ACCOUNT or /name GUEST comes in; /quit leaves.");
            prompt();
        }
    }
}
