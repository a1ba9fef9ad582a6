package chat.parley.console;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files up and down. */
final class FileCommands {
    private final Here here;
    private final Transfers transfers;
    private final Sending sending;

    FileCommands(Here here, Transfers transfers, Sending sending) {
        this.here = here;
        this.transfers = transfers;
        this.sending = sending;
    }

    List<Command> list() {
        return List.of(
                new Command("/sendfile", "PATH", "sends a file to this room", this::send),
                new Command(
                        "/download",
                        "FILE [PATH]",
                        "saves a file by its number; never over another one",
                        this::download),
                new Command("/pause", "[N]", "holds a file on its way", given -> act(Transfers.Action.PAUSE, given)),
                new Command("/resume", "[N]", "lets it go on", given -> act(Transfers.Action.RESUME, given)),
                new Command("/cancel", "[N]", "gives it up", given -> act(Transfers.Action.CANCEL, given)),
                new Command("/avatar", "PATH|none", "shows a picture beside your name", this::avatar));
    }

    private Welcome welcome() throws Misuse {
        Welcome welcome = here.view().welcome();
        if (welcome == null) {
            throw new Misuse("There is no connection yet.");
        }
        return welcome;
    }

    private void send(Arguments given) throws Misuse {
        Path file = Transfers.path(given.name());
        RoomInfo room = here.room();
        here.when(transfers.upload(file, welcome()), id -> sending.send(room, "", List.of(id)));
    }

    private void download(Arguments given) throws Misuse {
        String which = given.word();
        String path = given.remaining().map(Arguments::unquoted).orElse("");
        Optional<Said.Attachment> file = here.view().file(which);
        if (file.isEmpty()) {
            throw new Misuse("There is no file " + Clean.line(which) + " here. The number stands beside each file.");
        }
        here.when(
                transfers.download(file.get(), path, welcome()),
                saved -> here.view().note("Saved as " + saved.toAbsolutePath().normalize() + "."));
    }

    private void act(Transfers.Action action, Arguments given) throws Misuse {
        Optional<Integer> number = given.isEmpty() ? Optional.empty() : Optional.of(given.number(1, 999));
        here.view().note(transfers.act(action, number));
    }

    private void avatar(Arguments given) throws Misuse {
        String path = given.name();
        if (path.equals("none")) {
            set("");
        } else {
            here.when(transfers.upload(Transfers.path(path), welcome()), this::set);
        }
    }

    private void set(String file) {
        here.tell(
                "profile.set",
                Json.object().put("avatar", file),
                file.isEmpty() ? "No picture any more." : "That is your picture now.");
    }
}
