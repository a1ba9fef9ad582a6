package chat.parley.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.model.MessageId;
import chat.parley.support.LegacyProbe;
import chat.parley.support.Probe;
import chat.parley.support.TestServer;
import chat.parley.support.Uploads;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rooms that people make, as several people at real doors see them. */
class RoomsDoorTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("rooms.create", "everybody");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String id() {
        return MessageId.at(System.currentTimeMillis()).value();
    }

    private static Probe guest(String name) {
        Probe probe = server.browser();
        probe.login(name);
        return probe;
    }

    private static String create(Probe by, String kind, String name, String... invited) {
        return by.call("rooms.create", Map.of("id", id(), "name", name, "kind", kind, "invite", List.of(invited)))
                .path("id")
                .asText();
    }

    private static JsonNode act(Probe by, String method, String room, Object... more) {
        return by.call(method, params(room, more));
    }

    private static String refusal(Probe by, String method, String room, Object... more) {
        JsonNode error = by.fail(method, params(room, more));
        assertThat(error.path("message").asText()).as("every refusal says why").isNotBlank();
        return error.path("data").path("failure").asText();
    }

    private static Map<String, Object> params(String room, Object... more) {
        Map<String, Object> params = new HashMap<>(Map.of("room", room));
        for (int i = 0; i < more.length; i += 2) {
            params.put((String) more[i], more[i + 1]);
        }
        return params;
    }

    private static List<String> texts(JsonNode page) {
        List<String> texts = new ArrayList<>();
        page.path("entries").forEach(entry -> {
            if (entry.path("type").asText().equals("message")) {
                texts.add(entry.path("text").asText());
            }
        });
        return texts;
    }

    private static List<String> rooms(Probe probe) {
        return probe.call("rooms.list", Map.of()).path("rooms").findValuesAsText("id");
    }

    // ---- making, finding, joining, leaving

    @Test
    void create_public_isFoundAndJoinedAndTalkedIn() {
        try (Probe ann = guest("pub-ann");
                Probe bob = guest("pub-bob")) {
            String room = create(ann, "public", "Pub History 101");
            JsonNode announced = ann.next("room");
            assertThat(announced.path("id").asText()).isEqualTo(room);
            assertThat(announced.path("role").asText()).isEqualTo("owner");
            JsonNode found = bob.call("rooms.find", Map.of("query", "pub history"))
                    .path("rooms")
                    .path(0);
            assertThat(found.path("id").asText()).isEqualTo(room);
            assertThat(found.path("memberCount").asInt()).isEqualTo(1);
            assertThat(found.path("joined").asBoolean()).isFalse();
            ann.follow(room, null);
            JsonNode joined = act(bob, "rooms.join", room);
            assertThat(joined.path("membership").asText()).isEqualTo("joined");
            assertThat(joined.path("role").asText()).isEqualTo("member");
            assertThat(joined.path("memberCount").asInt()).isEqualTo(2);
            JsonNode entry = ann.next("entry");
            assertThat(entry.path("type").asText()).isEqualTo("member");
            assertThat(entry.path("change").asText()).isEqualTo("joined");
            assertThat(entry.path("user").path("name").asText()).isEqualTo("pub-bob");
            bob.follow(room, 0L);
            ann.say(room, id(), "welcome");
            assertThat(bob.next(
                            "the welcome",
                            m -> m.path("params").path("text").asText().equals("welcome")))
                    .isNotNull();
            act(bob, "rooms.leave", room);
            assertThat(bob.next("left").path("change").asText()).isEqualTo("left");
            assertThat(rooms(bob)).doesNotContain(room);
            assertThat(refusal(bob, "messages.send", room, "id", id(), "text", "still here?"))
                    .isEqualTo("NO_SUCH_ROOM");
        }
    }

    @Test
    void create_sameIdAgain_isTheSameRoom() {
        try (Probe ann = guest("idem-ann")) {
            Map<String, Object> params = Map.of("id", id(), "name", "Idem", "kind", "private");
            String first = ann.call("rooms.create", params).path("id").asText();
            assertThat(ann.call("rooms.create", params).path("id").asText()).isEqualTo(first);
        }
    }

    @Test
    void create_nameThatLooksLikeAPublicOne_isRefusedAndAPrivateOneIsNot() {
        try (Probe ann = guest("look-ann");
                Probe bob = guest("look-bob")) {
            create(ann, "public", "Looks Alike");
            Map<String, Object> alike = Map.of("id", id(), "name", "L\u043eoks al\u0456ke", "kind", "public");
            assertThat(bob.fail("rooms.create", alike)
                            .path("data")
                            .path("failure")
                            .asText())
                    .isEqualTo("NAME_TAKEN");
            create(bob, "private", "Looks Alike");
        }
    }

    @Test
    void create_poisonValues_areRefusedOrKept() {
        try (Probe ann = guest("poison-ann")) {
            for (String bad : List.of("", "  ", "x".repeat(65), "a\nb", "a\u202eb", "a\u0000b")) {
                JsonNode error = ann.fail("rooms.create", Map.of("id", id(), "name", bad, "kind", "private"));
                assertThat(error.path("data").path("failure").asText()).isEqualTo("BAD_REQUEST");
            }
            String room = create(ann, "private", "👩‍👩‍👧 ../../etc '; DROP TABLE rooms;--");
            assertThat(refusal(ann, "rooms.set", room, "topic", "t".repeat(1_001)))
                    .isEqualTo("BAD_REQUEST");
            act(ann, "rooms.set", room, "topic", "🦄".repeat(1_000));
            JsonNode listed = ann.call("rooms.list", Map.of());
            assertThat(listed.toString()).contains("DROP TABLE", "🦄🦄");
        }
    }

    @Test
    void find_pagesByName() {
        try (Probe ann = guest("page-ann")) {
            for (String name : List.of("zz page c", "zz page a", "zz page b")) {
                create(ann, "public", name);
            }
            JsonNode first = ann.call("rooms.find", Map.of("query", "ZZ PAGE", "limit", 2))
                    .path("rooms");
            assertThat(first.findValuesAsText("name")).containsExactly("zz page a", "zz page b");
            JsonNode second = ann.call(
                            "rooms.find",
                            Map.of(
                                    "query",
                                    "zz page",
                                    "limit",
                                    2,
                                    "after",
                                    first.path(1).path("id").asText()))
                    .path("rooms");
            assertThat(second.findValuesAsText("name")).containsExactly("zz page c");
        }
    }

    // ---- private rooms

    @Test
    void private_toSomebodyElse_isLikeNoRoomByEveryPath() {
        try (Probe ann = guest("secret-ann");
                Probe eve = guest("secret-eve")) {
            String room = create(ann, "private", "Secret Plans");
            ann.say(room, id(), "at dawn");
            String none = "0000000000000000000000zzzz";
            for (String method : List.of("rooms.join", "rooms.leave", "rooms.members", "rooms.history")) {
                assertThat(eve.fail(method, params(room))).as(method).isEqualTo(eve.fail(method, params(none)));
            }
            for (String method : List.of("rooms.kick", "rooms.ban", "rooms.unban", "rooms.invite")) {
                assertThat(eve.fail(method, params(room, "user", ann.userId())))
                        .as(method)
                        .isEqualTo(eve.fail(method, params(none, "user", ann.userId())));
            }
            for (String target : List.of(room, none)) {
                assertThat(refusal(eve, "messages.send", target, "id", id(), "text", "hi"))
                        .isEqualTo("NO_SUCH_ROOM");
                assertThat(refusal(eve, "messages.delete", target, "id", id(), "target", 1))
                        .isEqualTo("NO_SUCH_ROOM");
                assertThat(refusal(eve, "rooms.set", target, "topic", "mine")).isEqualTo("NO_SUCH_ROOM");
                assertThat(eve.fail("rooms.resume", Map.of("rooms", Map.of(target, 0)))
                                .path("data")
                                .path("failure")
                                .asText())
                        .isEqualTo("NO_SUCH_ROOM");
            }
            assertThat(eve.call("rooms.find", Map.of("query", "secret plans")).path("rooms"))
                    .isEmpty();
        }
    }

    @Test
    void private_invited_seesNameAndTopicAndReadsNothingUntilJoined() {
        try (Probe ann = guest("inv-ann");
                Probe bob = guest("inv-bob")) {
            String room = create(ann, "private", "Invited");
            act(ann, "rooms.set", room, "topic", "what it is about");
            ann.say(room, id(), "before bob");
            act(ann, "rooms.invite", room, "user", bob.userId());
            JsonNode news = bob.next("room");
            assertThat(news.path("membership").asText()).isEqualTo("invited");
            assertThat(news.path("name").asText()).isEqualTo("Invited");
            assertThat(news.path("topic").asText()).isEqualTo("what it is about");
            assertThat(news.path("invitedBy").path("name").asText()).isEqualTo("inv-ann");
            assertThat(news.path("lastSequence").asLong()).isZero();
            assertThat(news.has("memberCount")).isFalse();
            assertThat(refusal(bob, "rooms.history", room)).isEqualTo("NO_SUCH_ROOM");
            assertThat(refusal(bob, "rooms.members", room)).isEqualTo("NO_SUCH_ROOM");
            assertThat(refusal(bob, "messages.send", room, "id", id(), "text", "hi"))
                    .isEqualTo("NO_SUCH_ROOM");
            JsonNode joined = act(bob, "rooms.join", room);
            assertThat(texts(act(bob, "rooms.history", room))).isEmpty();
            assertThat(joined.path("firstSequence")).isEqualTo(joined.path("lastSequence"));
            ann.say(room, id(), "with bob");
            assertThat(texts(act(bob, "rooms.history", room))).containsExactly("with bob");
            assertThat(texts(act(bob, "rooms.history", room, "before", 3))).isEmpty();
            bob.follow(room, 0L);
            assertThat(bob.next("entry").path("seq").asLong())
                    .isEqualTo(joined.path("firstSequence").asLong());
        }
    }

    @Test
    void invitation_declined_isGone() {
        try (Probe ann = guest("dec-ann");
                Probe bob = guest("dec-bob")) {
            String room = create(ann, "private", "Declined", bob.userId());
            assertThat(bob.next("room").path("membership").asText()).isEqualTo("invited");
            act(bob, "rooms.leave", room);
            assertThat(bob.next("left").path("change").asText()).isEqualTo("declined");
            assertThat(rooms(bob)).doesNotContain(room);
            assertThat(refusal(bob, "rooms.join", room)).isEqualTo("NO_SUCH_ROOM");
        }
    }

    // ---- cut off

    @Test
    void kick_live_nothingAfterItArrivesByAnyPath() {
        try (Probe ann = guest("kick-ann");
                Probe bob = guest("kick-bob");
                Probe phone = server.browser()) {
            String room = create(ann, "public", "Kick Live");
            act(bob, "rooms.join", room);
            phone.resumeSession(bob.token());
            bob.follow(room, 0L);
            phone.follow(room, 0L);
            ann.say(room, id(), "before");
            bob.next("before", m -> m.path("params").path("text").asText().equals("before"));
            phone.next("before", m -> m.path("params").path("text").asText().equals("before"));
            act(ann, "rooms.kick", room, "user", bob.userId(), "reason", "spam");
            ann.say(room, id(), "after");
            for (Probe his : List.of(bob, phone)) {
                JsonNode left = his.next("left");
                assertThat(left.path("change").asText()).isEqualTo("kicked");
                assertThat(left.path("reason").asText()).isEqualTo("spam");
                assertThat(left.path("by").path("name").asText()).isEqualTo("kick-ann");
            }
            assertThat(refusal(bob, "rooms.history", room)).isEqualTo("NO_SUCH_ROOM");
            assertThat(refusal(bob, "rooms.members", room)).isEqualTo("NO_SUCH_ROOM");
            ann.say(Probe.LOBBY, id(), "kick: the lobby goes on");
            for (Probe his : List.of(bob, phone)) {
                his.follow(Probe.LOBBY, 0L);
                his.next(
                        "the lobby's entry",
                        m -> m.path("params").path("text").asText().equals("kick: the lobby goes on"));
                assertThat(his.all("entry"))
                        .noneMatch(entry -> entry.path("text").asText().equals("after"));
            }
        }
    }

    @Test
    void kick_whileCatchingUp_nothingAfterItArrives() {
        try (Probe ann = guest("slow-ann");
                Probe bob = guest("slow-bob")) {
            String room = create(ann, "public", "Kick While Behind");
            act(bob, "rooms.join", room);
            for (int i = 0; i < 600; i++) {
                ann.request("messages.send", Map.of("room", room, "id", id(), "text", "m" + i));
            }
            bob.request("rooms.resume", Map.of("rooms", Map.of(room, 0)));
            act(ann, "rooms.kick", room, "user", bob.userId());
            ann.say(room, id(), "after");
            bob.next("left");
            bob.call("ping", Map.of());
            assertThat(bob.all("entry"))
                    .noneMatch(entry -> entry.path("text").asText().equals("after"));
            assertThat(refusal(bob, "rooms.history", room)).isEqualTo("NO_SUCH_ROOM");
        }
    }

    @Test
    void leaveAndRejoin_privateRoom_theTimeBetweenStaysUnread() {
        try (Probe ann = guest("gap-ann");
                Probe bob = guest("gap-bob")) {
            String room = create(ann, "private", "Gap", bob.userId());
            act(bob, "rooms.join", room);
            ann.say(room, id(), "first time");
            act(bob, "rooms.leave", room);
            ann.say(room, id(), "between");
            act(ann, "rooms.invite", room, "user", bob.userId());
            act(bob, "rooms.join", room);
            ann.say(room, id(), "second time");
            assertThat(texts(act(bob, "rooms.history", room))).containsExactly("second time");
            assertThat(texts(act(bob, "rooms.history", room, "after", 0))).containsExactly("second time");
        }
    }

    @Test
    void kick_filesOfTheRoom_areClosedAtOnce_alsoByLinksThatWereMade() {
        try (Probe ann = guest("kfile-ann");
                Probe bob = guest("kfile-bob")) {
            String room = create(ann, "private", "Files", bob.userId());
            act(bob, "rooms.join", room);
            String file = Uploads.upload(server, ann.token(), new byte[] {1, 2, 3});
            act(ann, "messages.send", room, "id", id(), "text", "", "files", List.of(file));
            String link =
                    bob.call("files.link", Map.of("file", file)).path("url").asText();
            assertThat(Uploads.download(server, link)).isEqualTo(200);
            act(ann, "rooms.kick", room, "user", bob.userId());
            assertThat(Uploads.download(server, link)).isEqualTo(404);
            assertThat(bob.fail("files.link", Map.of("file", file)))
                    .isEqualTo(bob.fail("files.link", Map.of("file", "0000000000000000000000zzzz")));
        }
    }

    @Test
    void label_guestComesAndGoes_isToldAsAnEntry() {
        try (Probe ann = server.member("label-ann");
                Probe bob = server.member("label-bob");
                Probe cid = guest("label-cid")) {
            String room = create(ann, "private", "Label", bob.userId(), cid.userId());
            act(bob, "rooms.join", room);
            assertThat(act(bob, "rooms.join", room).path("labelReason").asText())
                    .isEqualTo("NOT_SEALED_YET");
            ann.follow(room, null);
            assertThat(act(cid, "rooms.join", room).path("labelReason").asText())
                    .isEqualTo("GUEST");
            assertThat(labelAt(ann)).isEqualTo("GUEST");
            act(cid, "rooms.leave", room);
            assertThat(labelAt(ann)).isEqualTo("NOT_SEALED_YET");
        }
    }

    private static String labelAt(Probe reader) {
        return reader.next(
                        "a label",
                        message -> message.path("params").path("type").asText().equals("label"))
                .path("params")
                .path("labelReason")
                .asText();
    }

    // ---- roles and order

    @Test
    void members_areOrderedByRoleAndNameAndWindowed() {
        try (Probe ann = guest("order-zoe");
                Probe bob = guest("order-bob");
                Probe cid = guest("order-cid")) {
            String room = create(ann, "public", "Order");
            act(cid, "rooms.join", room);
            act(bob, "rooms.join", room);
            JsonNode first = act(cid, "rooms.members", room, "limit", 2);
            assertThat(first.path("total").asInt()).isEqualTo(3);
            assertThat(first.path("members").findValuesAsText("role")).containsExactly("owner", "member");
            assertThat(first.path("members").path(1).path("user").path("name").asText())
                    .isEqualTo("order-bob");
            assertThat(first.path("members").path(1).path("user").path("online").asBoolean())
                    .isTrue();
            JsonNode second = act(cid, "rooms.members", room, "limit", 2, "after", bob.userId());
            assertThat(second.path("members").findValuesAsText("name")).containsExactly("order-cid");
            assertThat(act(cid, "rooms.members", room, "query", "ORDER-C").path("members"))
                    .hasSize(1);
            assertThat(act(cid, "rooms.members", room, "query", "%").path("members"))
                    .isEmpty();
        }
    }

    @Test
    void order_memberCannotKeepIt_andIsToldWhoCould() {
        try (Probe ann = guest("rank-ann");
                Probe bob = guest("rank-bob")) {
            String room = create(ann, "public", "Rank");
            act(bob, "rooms.join", room);
            for (String method : List.of("rooms.kick", "rooms.ban")) {
                JsonNode error = bob.fail(method, params(room, "user", ann.userId()));
                assertThat(error.path("data").path("failure").asText()).isEqualTo("FORBIDDEN");
                assertThat(error.path("message").asText()).contains("a moderator of Rank");
            }
            assertThat(bob.fail("rooms.set", params(room, "name", "Mine"))
                            .path("message")
                            .asText())
                    .contains("an owner of Rank");
            assertThat(refusal(bob, "rooms.mute", room, "user", ann.userId(), "minutes", 5))
                    .isEqualTo("FORBIDDEN");
            assertThat(refusal(ann, "rooms.leave", room)).isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void ban_endsAndKeepsOut_untilLifted() {
        try (Probe ann = guest("ban-ann");
                Probe bob = guest("ban-bob")) {
            String room = create(ann, "public", "Ban");
            act(bob, "rooms.join", room);
            act(ann, "rooms.ban", room, "user", bob.userId(), "reason", "flood");
            assertThat(bob.next("left").path("change").asText()).isEqualTo("banned");
            assertThat(refusal(bob, "rooms.join", room)).isEqualTo("BANNED");
            assertThat(refusal(ann, "rooms.invite", room, "user", bob.userId())).isEqualTo("BANNED");
            act(ann, "rooms.unban", room, "user", bob.userId());
            act(bob, "rooms.join", room);
        }
    }

    @Test
    void mute_silencesButLetsRead_untilLifted() {
        try (Probe ann = guest("mute-ann");
                Probe bob = guest("mute-bob")) {
            String room = create(ann, "public", "Mute");
            act(bob, "rooms.join", room);
            act(ann, "rooms.mute", room, "user", bob.userId(), "minutes", 5);
            assertThat(bob.next("the mute", m -> m.path("params").has("mutedUntil")))
                    .isNotNull();
            assertThat(refusal(bob, "messages.send", room, "id", id(), "text", "hm"))
                    .isEqualTo("MUTED");
            ann.say(room, id(), "read this");
            assertThat(texts(act(bob, "rooms.history", room))).containsExactly("read this");
            act(bob, "rooms.leave", room);
            act(bob, "rooms.join", room);
            assertThat(refusal(bob, "messages.send", room, "id", id(), "text", "again"))
                    .as("leaving does not lift a mute")
                    .isEqualTo("MUTED");
            act(ann, "rooms.mute", room, "user", bob.userId(), "minutes", 0);
            bob.say(room, id(), "at last");
        }
    }

    @Test
    void mute_inTheLobbyByAnAdministrator_silencesAtEveryDoor() {
        try (Probe admin = server.admin("lobby-admin");
                Probe bob = guest("lobby-bob");
                LegacyProbe old = server.legacy("lobby-old")) {
            String oldId = "";
            for (JsonNode person : bob.call("people.list", Map.of()).path("people")) {
                oldId = person.path("name").asText().equals("lobby-old")
                        ? person.path("id").asText()
                        : oldId;
            }
            assertThat(refusal(bob, "rooms.mute", Probe.LOBBY, "user", admin.userId(), "minutes", 5))
                    .isEqualTo("FORBIDDEN");
            act(admin, "rooms.mute", Probe.LOBBY, "user", bob.userId(), "minutes", 5);
            act(admin, "rooms.mute", Probe.LOBBY, "user", oldId, "minutes", 5);
            assertThat(refusal(bob, "messages.send", Probe.LOBBY, "id", id(), "text", "x"))
                    .isEqualTo("MUTED");
            old.say("shout");
            assertThat(old.next(
                                    "system",
                                    message -> message.path("message").asText().contains("cannot talk"))
                            .path("message")
                            .asText())
                    .contains("the lobby");
            act(admin, "rooms.set", Probe.LOBBY, "topic", "be kind");
            assertThat(old.next(
                                    "system",
                                    message -> message.path("message").asText().contains("topic"))
                            .path("message")
                            .asText())
                    .isEqualTo("lobby-admin has set the topic: be kind");
            act(admin, "rooms.set", Probe.LOBBY, "topic", "");
        }
    }

    @Test
    void archive_closesForWriting_andOpensAgain() {
        try (Probe ann = guest("arch-ann");
                Probe bob = guest("arch-bob")) {
            String room = create(ann, "public", "Archive Me");
            act(bob, "rooms.join", room);
            String sent = id();
            ann.say(room, sent, "last words");
            act(ann, "rooms.set", room, "archived", true);
            assertThat(refusal(bob, "messages.send", room, "id", id(), "text", "no"))
                    .isEqualTo("ARCHIVED");
            assertThat(ann.say(room, sent, "last words").path("seq").asLong())
                    .as("what was stored before is answered as then")
                    .isEqualTo(3);
            assertThat(texts(act(bob, "rooms.history", room))).containsExactly("last words");
            assertThat(bob.call("rooms.find", Map.of("query", "archive me")).path("rooms"))
                    .isEmpty();
            act(ann, "rooms.set", room, "archived", false);
            bob.say(room, id(), "yes");
        }
    }

    @Test
    void audit_namesWhoDidWhat_toThoseWhoKeepOrder() {
        try (Probe ann = guest("audit-ann");
                Probe bob = guest("audit-bob")) {
            String room = create(ann, "public", "Audit");
            act(bob, "rooms.join", room);
            bob.say(room, id(), "rude");
            act(ann, "messages.delete", room, "id", id(), "target", 3);
            act(ann, "rooms.mute", room, "user", bob.userId(), "minutes", 5, "reason", "cool down");
            assertThat(refusal(bob, "rooms.audit", room)).isEqualTo("FORBIDDEN");
            assertThat(refusal(bob, "rooms.bans", room)).isEqualTo("FORBIDDEN");
            JsonNode deeds = act(ann, "rooms.audit", room).path("entries");
            assertThat(deeds.findValuesAsText("action")).containsExactly("muted", "deleted", "created");
            assertThat(deeds.path(0).path("user").path("name").asText()).isEqualTo("audit-bob");
            assertThat(deeds.path(0).path("detail").asText()).isEqualTo("cool down");
            JsonNode older =
                    act(ann, "rooms.audit", room, "before", deeds.path(0).path("number"), "limit", 1);
            assertThat(older.path("entries").findValuesAsText("action")).containsExactly("deleted");
        }
    }

    @Test
    void rooms_overARestart_areAsTheyWere() {
        try (TestServer first = TestServer.start("rooms.create", "everybody")) {
            Probe ann = first.browser();
            ann.login("restart-ann");
            String room = create(ann, "private", "Restart");
            act(ann, "rooms.set", room, "topic", "kept", "history", "all", "retentionDays", 30);
            ann.say(room, id(), "kept too");
            String token = ann.token();
            first.stop();
            try (TestServer second = TestServer.over(first.folder(), "rooms.create", "everybody");
                    Probe again = second.browser()) {
                JsonNode login = again.resumeSession(token);
                JsonNode view = login.path("rooms").path(1);
                assertThat(view.path("id").asText()).isEqualTo(room);
                assertThat(view.path("topic").asText()).isEqualTo("kept");
                assertThat(view.path("history").asText()).isEqualTo("all");
                assertThat(view.path("retentionDays").asInt()).isEqualTo(30);
                assertThat(view.path("role").asText()).isEqualTo("owner");
                assertThat(texts(act(again, "rooms.history", room))).containsExactly("kept too");
                assertThat(again.say(room, id(), "on we go").path("seq").asLong())
                        .isEqualTo(5);
            }
        }
    }
}
