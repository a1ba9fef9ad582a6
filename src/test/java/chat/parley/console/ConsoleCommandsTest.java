package chat.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.model.Secret;
import chat.parley.model.UserKind;
import chat.parley.support.Images;
import chat.parley.support.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The commands that {@link ConsoleTest} does not come to, typed at consoles of a whole server. */
class ConsoleCommandsTest extends ConsolesOfAServer {
    private static final String OTHER_PASSWORD = "another horse battery";

    @Test
    void room_namedKeptArchivedAndLeft() throws Exception {
        try (Seat ann = guest("set-ann");
                Seat bob = registered("set-bob", UserKind.MEMBER)) {
            ann.types("/create Club").sees("made this room");
            ann.types("/rename \"Book club\"").sees("renamed the room to Book club");
            ann.types("/keep 30")
                    .sees("kept for 30 days")
                    .types("/keep forever")
                    .sees("kept for ever");
            ann.types("/history joined").sees("members read what came after they joined");
            ann.types("/history all").sees("members read everything");
            bob.types("/find book").sees("Book club").sees("1 in it");
            bob.types("/join Book club").sees("Book club (open");
            ann.sees("set-bob joined").types("/role set-bob moderator");
            bob.sees("set-ann made set-bob moderator").types("/topic pie").sees("set-bob set the topic: pie");
            ann.types("first words");
            bob.sees("set-ann: first words");
            String number = bob.numberOf("first words");
            bob.types("/pin " + number)
                    .sees("set-bob pinned #")
                    .types("/unpin " + number)
                    .sees("set-bob unpinned #");
            bob.types("/react " + number + " :heart:").sees("set-bob gave");
            bob.types("/unreact " + number + " :heart:").sees("set-bob took back");
            ann.types("/archive").sees("archived, it can only be read");
            bob.sees("archived, it can only be read").types("too late").sees("Not sent: \"too late\"");
            ann.types("/archive off").sees("no longer archived");
            bob.sees("no longer archived").types("/retry");
            ann.sees("set-bob: too late");
            bob.types("/leave").sees("You left Book club");
            ann.sees("set-bob left the room").types("/invite set-bob").sees("set-ann invited set-bob");
            bob.sees("set-ann invites you to Book club").types("/decline").sees("Declined.");
            ann.sees("set-bob declined the invitation");
        }
    }

    @Test
    void talk_lookedBackOnAndSearched_pageByPage() throws Exception {
        try (Seat ann = guest("talk-ann");
                Seat bob = guest("talk-bob")) {
            ann.types("/create Talk").sees("made this room");
            for (int i = 10; i < 35; i++) {
                ann.types("needle " + i);
            }
            ann.sees("talk-ann: needle 34");
            ann.types("/search needle --from talk-ann").sees("There are more: /more shows them.");
            ann.types("/more").sees("needle 15").sees("There are more: /more shows them.");
            ann.types("/more").sees("needle 10").types("/more").sees("There is nothing more to show.");
            bob.types("/join Talk").sees("needle 34").types("/history 5").sees("older in Talk");
            bob.sees("needle ").types("/who").sees("people are here: ").sees("talk-ann");
            bob.types("/whois talk-ann").sees("guest, online");
            bob.types("/msg talk-ann psst").types("/exit");
            ann.sees("New in @talk-bob").types("/room @talk-bob").sees("psst");
            ann.types("/block talk-bob").sees("talk-bob is blocked.");
            ann.types("/unblock talk-bob").sees("talk-bob is not blocked any more.");
        }
    }

    @Test
    void file_sentAndSaved_neverOverAnotherOne() throws Exception {
        Path plan = Files.writeString(home.resolve("plan.txt"), "the plan");
        Path saved = home.resolve("saved.txt");
        try (Seat ann = guest("file-ann");
                Seat bob = guest("file-bob")) {
            ann.types("/sendfile " + plan).sees(": plan.txt (8 B)");
            bob.sees(": plan.txt (8 B)");
            String number = bob.found("file (\\d+): plan.txt");
            bob.types("/download " + number + " " + saved).sees("Saved as ").sees("saved.txt.");
            assertThat(saved).hasContent("the plan");
            bob.types("/download " + number + " " + saved).sees("exists");
            bob.types("/pause")
                    .sees("No file is on its way.")
                    .types("/resume 2")
                    .sees("There is no transfer 2.");
            bob.types("/cancel 7").sees("There is no transfer 7.");
        }
    }

    @Test
    void account_sessionsPasswordResetAndEnd() throws Exception {
        Path picture = Files.write(home.resolve("me.png"), Images.png(64, 64));
        try (Seat olga = registered("end-olga", UserKind.ADMIN);
                Seat dora = registered("end-dora", UserKind.MEMBER)) {
            dora.types("/avatar " + picture).sees("That is your picture now.");
            dora.types("/avatar none").sees("No picture any more.");
            Console.As again = new Console.As.Account("end-dora", Optional.of(new Secret(Probe.PASSWORD)));
            try (Seat other = seat(again, "end-other")) {
                dora.types("/sessions").sees("  1  ").sees("  2  ").sees("online");
                String number = dora.found("(\\d+) +parley-console/1 at 127.0.0.1, used [^,]*, online");
                dora.types("/revoke " + number).sees("That session has ended.");
                other.sees("/login ACCOUNT or").types("/login end-dora").sees("Password of end-dora: ");
                other.types(Probe.PASSWORD).sees("You are end-dora");
                dora.types("/passwd")
                        .sees("Present password: ")
                        .types(Probe.PASSWORD)
                        .sees("New password: ");
                dora.types(OTHER_PASSWORD).sees("Again: ").types(OTHER_PASSWORD).sees("The password is changed.");
                other.sees("/login ACCOUNT or").types("/name end-guest").sees("You are end-guest (guest)");
                olga.types("/admin reset end-dora").sees("/#/reset/");
                other.types("/reset").sees("The link: ").types(olga.found("(http\\S+/#/reset/\\S+)"));
                other.sees("New password: ")
                        .types(Probe.PASSWORD)
                        .sees("Again: ")
                        .types(Probe.PASSWORD);
                other.sees("You are end-dora (member)");
                dora.sees("/login ACCOUNT or");
                other.types("/account delete")
                        .sees("keep or erase?")
                        .types("no")
                        .sees("Nothing was done.");
                other.types("/account delete")
                        .sees("keep or erase?")
                        .types("erase")
                        .sees("Your password");
                other.types(Probe.PASSWORD).sees("/login ACCOUNT or");
            }
            olga.types("/admin users end-dora").sees("end-dora").sees("deleted");
        }
    }

    @Test
    void administrator_rolesEndsAndTheServer() throws Exception {
        try (Seat olga = registered("rol-olga", UserKind.ADMIN)) {
            server.member("rol-eve").cut();
            olga.types("/admin role rol-eve admin").sees("rol-eve").sees("admin, ");
            olga.types("/admin role rol-eve member").sees("rol-eve").sees("member, ");
            olga.types("/admin deactivate rol-eve").sees("deactivated, since");
            olga.types("/admin activate rol-eve").sees(", active, since");
            olga.types("/admin delete rol-eve keep")
                    .sees("for good? yes or no: ")
                    .types("no");
            olga.sees("Nothing was done.").types("/admin delete rol-eve erase").sees("for good? yes or no: ");
            olga.types("yes").sees(", deleted, since");
            olga.types("/admin server")
                    .sees("live and ready, parley/")
                    .sees("journal")
                    .sees("ok, ");
            olga.sees(" native, 0 legacy; ");
        }
    }

    @Test
    void invitation_isCheckedBeforeAPasswordIsThoughtUp() throws Exception {
        String invite = server.invite(UserKind.MEMBER);
        try (Seat guest = guest("inv-guest")) {
            guest.types("/register inv-ida").sees("Invitation").types("http://localhost/#/invite/nonsense");
            guest.sees("This invitation was used up, or is too old.")
                    .types("/register inv-ida")
                    .sees("Invitation");
            guest.types("http://localhost/#/invite/" + invite)
                    .sees("and makes you a member.")
                    .sees("New password: ");
            guest.types(Probe.PASSWORD).sees("Again: ").types(Probe.PASSWORD).sees("You are inv-ida (member)");
        }
    }
}
