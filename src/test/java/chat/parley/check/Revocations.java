package chat.parley.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sessions of accounts that are ended from elsewhere while they have live connections at both doors. */
final class Revocations {
    private final Site site;
    private final Crowd crowd;
    private final Warden warden;

    private final List<Chatter> deactivated = new ArrayList<>();

    /** Tokens that are void. */
    private final Map<Recorder.OpenEnding, String> tokens = new HashMap<>();

    private final Map<Recorder.OpenEnding, Chatter> owners = new HashMap<>();
    private int passwords = 1;

    /** Something stayed connected: there is no use in waiting for the next one. */
    private boolean isBroken;

    Revocations(Site site, Crowd crowd, Warden warden) {
        this.site = site;
        this.crowd = crowd;
        this.warden = warden;
    }

    /** Lets those in again who are deactivated, then ends sessions of the next ones, each in another way. */
    void step(Step step) throws IOException, Refused, InterruptedException {
        Visit visit = warden.enter();
        activate(visit);
        crowd.awaitPresent();
        for (int i = 0; i < step.clients().size(); i++) {
            end(visit, crowd.guest(step.clients().get(i)), step.ways().get(i));
        }
        visit.logout();
    }

    private void activate(Visit visit) throws IOException, Refused {
        for (Chatter each : List.copyOf(deactivated)) {
            visit.rpc.call("admin.deactivate", Map.of("user", each.userId, "active", true));
            each.wake();
            deactivated.remove(each);
        }
    }

    private void end(Visit visit, Chatter client, String way) throws IOException, Refused, InterruptedException {
        Rpc live = client.connection();
        String token = client.identity().token();
        Visit tab = Visit.alongside(site, client);
        tab.follow(History.LOBBY, null);
        for (String circle : client.circles()) {
            tab.follow(circle, null);
        }
        Visit elsewhere = new Visit(site, client.name, client.door, byPassword(client));
        String how = switch (way) {
            case "password" -> changePassword(client, elsewhere);
            case "deactivate" -> deactivate(visit, client);
            default -> revoke(elsewhere, tab.session);
        };
        List<Rpc> over = new ArrayList<>(List.of(live, tab.rpc));
        Recorder.OpenEnding ending = site.recorder.ended(tab.session, client.userId, how);
        tokens.put(ending, token);
        owners.put(ending, client);
        for (String room : client.rooms()) {
            if (room.equals(History.LOBBY) || client.circles().contains(room)) {
                warden.say(visit, room);
            }
        }
        tab.sayInVain(History.LOBBY, tab.session + "-in-vain");
        if (way.equals("deactivate")) {
            over.add(elsewhere.rpc);
        }
        if (isBroken ? isOver(over) : crowd.settled(() -> isOver(over))) {
            ending.closed();
        } else {
            isBroken = true;
        }
        comeBy(ending, token);
        if (way.equals("deactivate")) {
            comeBy(ending, elsewhere.token);
            knock(ending, byPassword(client));
        } else {
            elsewhere.logout();
        }
        tab.rpc.cut();
        live.cut();
    }

    private static boolean isOver(List<Rpc> connections) {
        return connections.stream().allMatch(Rpc::isEnded);
    }

    private static Map<String, String> byPassword(Chatter client) {
        return Map.of("name", client.name, "password", client.identity().password());
    }

    private static String revoke(Visit elsewhere, String session) throws IOException, Refused {
        for (JsonNode each : elsewhere.rpc.call("sessions.list", Map.of()).path("sessions")) {
            if (each.path("id").asText().equals(session)) {
                elsewhere.rpc.call("sessions.revoke", Map.of("session", session));
                return "its session was revoked";
            }
        }
        throw new Refused("NO_SUCH_SESSION", "sessions.list does not name a session that is connected");
    }

    private String changePassword(Chatter client, Visit elsewhere) throws IOException, Refused {
        String old = client.identity().password();
        String next = Identity.password(client.name, ++passwords);
        client.identity().changed(next);
        elsewhere.rpc.call("account.password", Map.of("old", old, "new", next));
        return "the password was changed";
    }

    private String deactivate(Visit visit, Chatter client) throws IOException, Refused {
        client.rest();
        deactivated.add(client);
        visit.rpc.call("admin.deactivate", Map.of("user", client.userId, "active", false));
        return "its account was deactivated";
    }

    private void comeBy(Recorder.OpenEnding ending, String token) throws IOException {
        knock(ending, Map.of("token", token));
    }

    private void knock(Recorder.OpenEnding ending, Map<String, String> credentials) throws IOException {
        try {
            new Visit(site, "somebody", DoorKind.WEB, credentials).rpc.cut();
            ending.letIn();
        } catch (Refused refused) {
            // as it is to be
        }
    }

    /** After the restart at the end: what was over is over still. Then everybody may come in. */
    void audit() throws IOException, Refused {
        for (Map.Entry<Recorder.OpenEnding, String> each : tokens.entrySet()) {
            comeBy(each.getKey(), each.getValue());
            Chatter owner = owners.get(each.getKey());
            if (owner != null && owner.isResting()) {
                knock(each.getKey(), byPassword(owner));
            }
        }
        Visit visit = warden.enter();
        activate(visit);
        visit.logout();
    }
}
