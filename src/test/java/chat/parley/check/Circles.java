package chat.parley.check;

import chat.parley.model.MessageId;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Private rooms in which everybody talks who can be in one, and out of which people are kicked, banned or go by
 * themselves in the midst of it, until they are invited again.
 */
final class Circles {
    private static final int MOST_INVITED = 100;

    private final Site site;
    private final Crowd crowd;
    private final Warden warden;
    private final List<Circle> circles = new ArrayList<>();
    private final List<Exile> exiles = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int outsiders;

    /** {@code sinceJoined}: who joins reads nothing of what was said before. */
    record Circle(String id, String name, boolean sinceJoined) {}

    /** Somebody who is out of a room for now. {@code label}: of a message that was said there since. */
    private record Exile(Chatter who, Circle circle, boolean banned, Recorder.OpenAbsence absence, String label) {}

    Circles(Site site, Crowd crowd, Warden warden) {
        this.site = site;
        this.crowd = crowd;
        this.warden = warden;
    }

    /** What was not told to somebody whom it concerned. */
    List<String> problems() {
        return problems;
    }

    /** Makes one room of each kind of history, and has everybody in them. */
    void found() throws IOException, Refused, InterruptedException {
        Visit visit = warden.enter();
        found(visit, "circle-since-joined", true);
        found(visit, "circle-all", false);
        visit.rpc.cut();
        for (Circle circle : circles) {
            Crowd.await(
                    "join " + circle.name(),
                    () -> crowd.guests.stream()
                            .limit(MOST_INVITED)
                            .allMatch(guest -> guest.circles().contains(circle.id())));
        }
    }

    private void found(Visit visit, String name, boolean sinceJoined) throws IOException, Refused {
        List<String> invited = crowd.guests.stream()
                .limit(MOST_INVITED)
                .map(guest -> guest.userId)
                .toList();
        JsonNode room = visit.rpc.call(
                "rooms.create",
                Map.of(
                        "id",
                        MessageId.at(System.currentTimeMillis()).value(),
                        "name",
                        name,
                        "kind",
                        "private",
                        "history",
                        sinceJoined ? "joined" : "all",
                        "invite",
                        invited));
        circles.add(new Circle(room.path("id").asText(), name, sinceJoined));
        site.recorder.room(room.path("id").asText(), name, sinceJoined);
    }

    /** Invites those who are out, then puts the next ones out, each in another way; others try to get in. */
    void step(Step step) throws IOException, Refused, InterruptedException {
        Visit visit = warden.enter();
        invite(visit);
        for (int i = 0; i < step.clients().size(); i++) {
            Chatter member = crowd.guest(step.clients().get(i));
            if (!member.isResting()) {
                for (Circle circle : circles) {
                    exiles.add(remove(visit, member, circle, step.ways().get(i)));
                }
                prowl(member);
            }
        }
        DoorKind door = ++outsiders % 2 == 0 ? DoorKind.WEB : DoorKind.NATIVE;
        Visit outsider = new Visit(site, "outsider", door, Map.of("guest", "outsider" + outsiders));
        for (Circle circle : circles) {
            invade(visit, outsider, circle);
        }
        outsider.logout();
        visit.logout();
    }

    /** Asks those back who are not away. */
    private void invite(Visit visit) throws IOException, Refused, InterruptedException {
        for (Exile exile : List.copyOf(exiles)) {
            if (exile.who().isResting()) {
                continue;
            }
            Map<String, String> whom = Map.of("room", exile.circle().id(), "user", exile.who().userId);
            if (exile.banned()) {
                visit.rpc.call("rooms.unban", whom);
            }
            exile.absence().over();
            visit.rpc.call("rooms.invite", whom);
            exiles.remove(exile);
            Crowd.await(
                    "come back to " + exile.circle().name(),
                    () -> exile.who().circles().contains(exile.circle().id()));
        }
    }

    /** The member has what is said as it is said; then is out, is told so, and is told nothing more. */
    private Exile remove(Visit visit, Chatter member, Circle circle, String way)
            throws IOException, Refused, InterruptedException {
        for (int i = 0; i < 2; i++) {
            long seq = site.recorder.seqOf(warden.say(visit, circle.id()));
            Crowd.await("have what was said in " + circle.name(), () -> member.had(circle.id()) >= seq);
        }
        member.upToDate(circle.id());
        switch (way) {
            case "leave" -> member.connection().call("rooms.leave", Map.of("room", circle.id()));
            case "ban" -> visit.rpc.call("rooms.ban", Map.of("room", circle.id(), "user", member.userId));
            default -> visit.rpc.call("rooms.kick", Map.of("room", circle.id(), "user", member.userId));
        }
        Recorder.OpenAbsence absence = site.recorder.absent(member.userId, circle.id());
        String label = warden.say(visit, circle.id());
        if (!comesAbout(() -> !member.circles().contains(circle.id()))) {
            problems.add(member.name + " was not told to be in " + circle.name() + " no more (" + way + ")");
        }
        member.connection().call("ping", Map.of());
        return new Exile(member, circle, way.equals("ban"), absence, label);
    }

    /** Those who are out try to get at what they had. */
    private void prowl(Chatter member) throws IOException, Refused {
        Visit again = Visit.alongside(site, member);
        for (Exile exile : exiles) {
            if (exile.who() == member) {
                new Prowler(site, again, exile.circle()).prowl(exile.label());
            }
        }
        again.pingAndCut();
    }

    /** Somebody who never was in a room, is then invited, and declines. */
    private void invade(Visit visit, Visit outsider, Circle circle) throws IOException, Refused {
        String label = warden.say(visit, circle.id());
        Prowler prowler = new Prowler(site, outsider, circle);
        prowler.prowl(label);
        visit.rpc.call("rooms.invite", Map.of("room", circle.id(), "user", outsider.user));
        prowler.look(label);
        outsider.rpc.call("rooms.leave", Map.of("room", circle.id()));
        prowler.prowl(label);
    }

    /** Whoever is not out has to be in still, whatever went wrong meanwhile. */
    void settle() throws InterruptedException {
        for (Chatter guest : crowd.presentGuests()) {
            for (Circle circle : circles) {
                if (isIn(guest, circle) && !crowd.settled(() -> guest.circles().contains(circle.id()))) {
                    problems.add(guest.name + " lost its membership of " + circle.name());
                }
            }
        }
    }

    /** Waits for it unless something was waited for in vain before: the server is broken then, which is enough to know. */
    private boolean comesAbout(Crowd.Condition condition) throws InterruptedException {
        return problems.isEmpty() ? crowd.settled(condition) : condition.holds();
    }

    private boolean isIn(Chatter guest, Circle circle) {
        return exiles.stream()
                .noneMatch(exile -> exile.who() == guest && exile.circle().equals(circle));
    }

    /** After the restart at the end: all of it is read by its owner, and who is out is still. */
    void audit(Auditor auditor) throws IOException, Refused {
        Visit visit = warden.enter();
        for (Circle circle : circles) {
            auditor.readRoom(visit.rpc, visit.user, circle.id(), false);
        }
        visit.logout();
        for (Chatter member : crowd.presentGuests()) {
            prowl(member);
        }
    }
}
