package chat.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.model.Secret;
import chat.parley.model.UserKind;
import chat.parley.support.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people type at their terminals and then see there, at a whole server. */
class ConsoleTest extends ConsolesOfAServer {
    @Test
    void room_ofTwo_fromTheInvitationToTheEnd() throws Exception {
        try (Seat ann = guest("room-ann");
                Seat bob = guest("room-bob")) {
            ann.types("/create \"Thursday 1\" what to bring --private").sees("made this room");
            ann.types("/invite room-bob").sees("room-ann invited room-bob");
            bob.sees("room-ann invites you to Thursday 1").types("/rooms").sees("invited by room-ann");
            bob.types("/accept").sees("Thursday 1 (open").sees("what to bring");
            ann.sees("room-bob joined").types("the timetable, @room-bob");
            bob.sees("» room-ann: the timetable");
            String number = bob.numberOf("the timetable");
            bob.types("/reply " + number + " yes");
            // Her own line, then the same above the answer to it; some terminals draw the corner before it with letters
            ann.sees("#" + number + " room-ann: the timetable").sees("#" + number + " room-ann: the timetable");
            ann.sees("yes");
            bob.types("/thread " + number).sees("#" + number + " room-ann").sees("yes");
            ann.types("/readers").sees("room-bob has read up to #");
            bob.types("/react #" + number + " :thumbsup:");
            ann.sees("room-bob gave 👍 to #" + number);
            ann.types("/edit the new timetable").types("/pin " + number).types("/topic cake");
            bob.sees("room-ann changed #" + number + " to: the new timetable");
            bob.sees("room-ann pinned #" + number + " \"the new timetable\"").sees("set the topic: cake");
            bob.types("/pins").sees("the new timetable (changed)").sees("👍 1  (pinned)");
            bob.types("/topic pie").sees("moderator");
            ann.types("/search timetable --room --from room-ann")
                    .sees("in Thursday 1")
                    .sees("timetable");
            ann.types("/members").sees("2 in all").sees("owner").sees("member");
            ann.types("/mute room-bob 5 too loud").sees("muted room-bob until");
            bob.sees("too loud").types("but").sees("Not sent: \"but\". You cannot talk in Thursday 1");
            ann.types("/delete " + number).sees("room-ann deleted #" + number);
            ann.types("/ban room-bob enough");
            bob.sees("room-ann banned you from Thursday 1: enough").sees("Lobby (open");
            ann.types("/bans").sees("Banned: room-bob").types("/unban room-bob").sees("come back");
            ann.types("/audit").sees("banned room-bob (enough)");
        }
    }

    @Test
    void account_registeredHere_comesBackWithoutThePasswordUntilLoggedOut() throws Exception {
        Path folder = home.resolve("acc");
        try (Seat guest = seat(new Console.As.Guest(Optional.of("acc-guest")), "acc")) {
            guest.types("/register acc-carla").sees("Invitation").types("").sees("New password: ");
            guest.types(Probe.PASSWORD).sees("Again: ").types(Probe.PASSWORD).sees("You are acc-carla (member)");
            guest.types("/profile Carla D.").sees("Others see you as Carla D.");
            guest.types("/status dnd").sees("Others see you as dnd.");
            assertThat(guest.text()).doesNotContain(Probe.PASSWORD);
        }
        Console.As carla = new Console.As.Account("acc-carla", Optional.empty());
        try (Seat again = seat(carla, "acc")) {
            again.types("/sessions").sees("this one");
            again.types("/logout").sees("You are logged out.").sees("/login ACCOUNT");
            again.types("/login acc-carla").sees("Password of acc-carla").types("wrong and wrong again");
            again.sees("Name or password is wrong.").types("/login acc-carla").sees("Password of acc-carla");
            again.types(Probe.PASSWORD).sees("You are acc-carla").sees("Lobby");
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.toFile().canExecute())).doesNotContain(true);
        }
    }

    @Test
    void administrator_invitesAndLooksAfterAccounts() throws Exception {
        String link = server.invite(UserKind.ADMIN);
        try (Seat rosa = seat(
                new Console.As.Register(
                        "adm-rosa",
                        Optional.of(new Secret(Probe.PASSWORD)),
                        Optional.of(Login.token("http://localhost/#/setup/" + link))),
                "adm")) {
            server.member("adm-dan").cut();
            rosa.types("/admin invite 30 48").sees("for 30 accounts (member)").sees("/#/invite/");
            rosa.types("/admin invites")
                    .sees("used 0 of 30")
                    .types("/admin uninvite 1")
                    .sees("closed");
            rosa.types("/admin users adm-d").sees("adm-dan").sees("active");
            rosa.types("/admin reset adm-dan").sees("/#/reset/");
            rosa.types("/admin deactivate adm-dan").sees("deactivated");
            rosa.types("/admin audit").sees("deactivate adm-dan");
            rosa.types("/help admin").sees("/admin audit").types("/admin").sees("It goes on with one of");
        }
    }

    @Test
    void unread_inAnotherRoom_isCountedByTheServerAndShownOnReturn() throws Exception {
        try (Seat ann = guest("unr-ann");
                Seat bob = guest("unr-bob")) {
            ann.types("/create Unread").sees("made this room");
            bob.types("/join Unread").sees("Unread (open").types("/room Lobby").sees("Lobby (open");
            ann.sees("unr-bob joined").types("one for @unr-bob");
            bob.sees("unr-ann mentions you in Unread").types("/rooms").sees("1 new, 1 for you");
            bob.types("/room Unread").sees("1 new").sees("one for @unr-bob");
            ann.types("/kick unr-bob");
            bob.sees("unr-ann removed you from Unread.");
            ann.types("/block unr-bob").sees("is blocked").types("/blocked").sees("Blocked: unr-bob");
            bob.types("/w unr-ann why").sees("unr-ann does not take messages from you.");
        }
    }
}
