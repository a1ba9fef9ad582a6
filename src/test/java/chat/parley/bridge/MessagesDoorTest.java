package chat.parley.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.model.MessageId;
import chat.parley.support.LegacyProbe;
import chat.parley.support.Probe;
import chat.parley.support.TestServer;
import chat.parley.support.Uploads;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of messages after they were said, and how they are found again, for several people at real doors. */
class MessagesDoorTest {
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

    private static String room(Probe by, String kind, String name, Probe... members) {
        List<String> invited = Stream.of(members).map(Probe::userId).toList();
        String room = by.call("rooms.create", Map.of("id", id(), "name", name, "kind", kind, "invite", invited))
                .path("id")
                .asText();
        for (Probe member : members) {
            member.call("rooms.join", Map.of("room", room));
        }
        return room;
    }

    private static Map<String, Object> params(String room, Object... more) {
        Map<String, Object> params = new HashMap<>(Map.of("room", room));
        for (int i = 0; i < more.length; i += 2) {
            params.put((String) more[i], more[i + 1]);
        }
        return params;
    }

    private static JsonNode act(Probe by, String method, String room, Object... more) {
        return by.call(method, params(room, more));
    }

    private static JsonNode change(Probe by, String method, String room, Object... more) {
        Map<String, Object> params = params(room, more);
        params.put("id", id());
        return by.call(method, params);
    }

    private static String refusal(Probe by, String method, String room, Object... more) {
        Map<String, Object> params = params(room, more);
        params.putIfAbsent("id", id());
        JsonNode error = by.fail(method, params);
        assertThat(error.path("message").asText()).as("every refusal says why").isNotBlank();
        return error.path("data").path("failure").asText();
    }

    private static long say(Probe by, String room, String text) {
        return by.say(room, id(), text).path("seq").asLong();
    }

    private static JsonNode entry(Probe reader, String room, long seq) {
        return reader.call("rooms.history", params(room, "after", seq - 1, "limit", 1))
                .path("entries")
                .path(0);
    }

    private static List<String> found(JsonNode answer) {
        List<String> texts = new ArrayList<>();
        answer.path("results")
                .forEach(result -> texts.add(result.path("entry").path("text").asText()));
        return texts;
    }

    // ---- threads, who has read, previews

    @Test
    void thread_answersToAnswers_standUnderWhatBeganIt_withTheirNumber() {
        try (Probe ann = guest("thread-ann");
                Probe bob = guest("thread-bob");
                Probe eve = guest("thread-eve")) {
            String room = room(ann, "private", "Threads", bob);
            long root = say(ann, room, "Who brings what?");
            say(bob, room, "something else");
            long one = reply(bob, room, root, "Bread");
            long two = reply(ann, room, one, "And butter");
            long gone = reply(ann, room, root, "Nothing");
            change(ann, "messages.delete", room, "target", gone);

            JsonNode began = entry(bob, room, root);
            assertThat(began.path("replies").path("count").asInt())
                    .as("what was deleted does not count")
                    .isEqualTo(2);
            assertThat(began.path("replies").path("last").asLong()).isEqualTo(two);
            assertThat(began.path("replies").path("by").path("name").asText()).isEqualTo("thread-ann");
            assertThat(began.path("replies").path("time").asLong())
                    .isEqualTo(entry(bob, room, two).path("time").asLong());
            assertThat(entry(bob, room, two).path("thread").asLong()).isEqualTo(root);

            JsonNode thread = act(bob, "messages.thread", room, "target", two, "limit", 1);
            assertThat(thread.path("root").path("seq").asLong()).isEqualTo(root);
            assertThat(thread.path("replies").findValuesAsText("text")).containsExactly("Bread");
            assertThat(thread.path("more").asBoolean()).isTrue();
            JsonNode rest = act(bob, "messages.thread", room, "target", root, "after", one);
            assertThat(rest.path("replies").findValuesAsText("text")).containsExactly("And butter");
            assertThat(rest.path("more").asBoolean()).isFalse();

            assertThat(refusal(eve, "messages.thread", room, "target", root)).isEqualTo("NO_SUCH_ROOM");
            assertThat(refusal(bob, "messages.thread", room, "target", 999)).isEqualTo("NO_SUCH_MESSAGE");
            assertThat(refusal(bob, "messages.thread", room, "target", 1))
                    .as("what is no message")
                    .isEqualTo("NO_SUCH_MESSAGE");
            assertThat(refusal(bob, "messages.thread", room, "target", root, "limit", 0))
                    .isEqualTo("BAD_REQUEST");
        }
    }

    @Test
    void thread_whoCameLater_seesNothingOfBefore() {
        try (Probe ann = guest("late-ann");
                Probe bob = guest("late-bob")) {
            String room = room(ann, "private", "Late");
            long root = say(ann, room, "before bob");
            reply(ann, room, root, "also before");
            act(ann, "rooms.invite", room, "user", bob.userId());
            act(bob, "rooms.join", room);
            assertThat(refusal(bob, "messages.thread", room, "target", root)).isEqualTo("NO_SUCH_MESSAGE");
            long after = reply(ann, room, root, "after");
            JsonNode thread = act(bob, "messages.thread", room, "target", after);
            assertThat(thread.has("root")).isFalse();
            assertThat(thread.path("replies").findValuesAsText("text")).containsExactly("after");
        }
    }

    private static long reply(Probe by, String room, long to, String text) {
        return change(by, "messages.send", room, "text", text, "replyTo", to)
                .path("seq")
                .asLong();
    }

    @Test
    void readers_inASmallRoom_areShown_butNotBetweenThoseWhoBlocked() {
        try (Probe ann = guest("readers-ann");
                Probe bob = guest("readers-bob");
                Probe carla = guest("readers-carla")) {
            String room = room(ann, "private", "Readers", bob, carla);
            carla.call("blocks.set", Map.of("user", bob.userId(), "blocked", true));
            long seq = say(ann, room, "read me");
            ann.follow(room, seq);
            carla.follow(room, seq);
            act(bob, "rooms.read", room, "seq", seq);
            JsonNode told = ann.next("reader");
            assertThat(told.path("user").asText()).isEqualTo(bob.userId());
            assertThat(told.path("seq").asLong()).isEqualTo(seq);
            assertThat(readers(ann, room)).contains(bob.userId()).doesNotContain(ann.userId());
            assertThat(readers(carla, room)).contains(ann.userId()).doesNotContain(bob.userId());
            assertThat(readers(bob, room)).contains(ann.userId()).doesNotContain(carla.userId());
            act(carla, "rooms.read", room, "seq", seq);
            assertThat(ann.next("reader").path("user").asText()).isEqualTo(carla.userId());
            assertThat(carla.pending("reader")).as("carla blocked bob").isZero();
            assertThat(readers(ann, "0000000000000000000000000l"))
                    .as("nobody sees it in the lobby")
                    .isEmpty();
        }
    }

    private static List<String> readers(Probe by, String room) {
        return act(by, "rooms.readers", room).path("readers").findValuesAsText("user");
    }

    @Test
    void preview_isReadWithItsMessage_andIsSmallAndOnesOwn() {
        try (Probe ann = guest("small-ann");
                Probe bob = guest("small-bob");
                Probe eve = guest("small-eve")) {
            String room = room(ann, "private", "Small", bob);
            String picture = Uploads.upload(server, ann.token(), new byte[100_000]);
            String small = Uploads.upload(server, ann.token(), new byte[2_000]);
            String large = Uploads.upload(server, ann.token(), new byte[66_000]);
            String eves = Uploads.upload(server, eve.token(), new byte[2_000]);
            assertThat(refusal(
                            ann, "messages.send", room, "files", List.of(picture), "previews", Map.of(picture, large)))
                    .isEqualTo("BAD_REQUEST");
            assertThat(refusal(
                            ann, "messages.send", room, "files", List.of(picture), "previews", Map.of(picture, eves)))
                    .isEqualTo("NO_SUCH_FILE");
            assertThat(refusal(ann, "messages.send", room, "files", List.of(small), "previews", Map.of(picture, small)))
                    .isEqualTo("BAD_REQUEST");
            Map<String, Integer> sides = Map.of("width", 4000, "height", 3000);
            assertThat(refusal(ann, "messages.send", room, "files", List.of(picture), "sizes", Map.of(small, sides)))
                    .isEqualTo("BAD_REQUEST");
            assertThat(ann.fail("messages.send", sized(room, picture, Map.of("width", 0, "height", 3000)))
                            .path("code")
                            .asInt())
                    .isEqualTo(-32602);
            Map<String, Object> post = sized(room, picture, sides);
            post.put("previews", Map.of(picture, small));
            long seq = ann.call("messages.send", post).path("seq").asLong();
            JsonNode files = entry(bob, room, seq).path("files");
            assertThat(files).hasSize(1);
            assertThat(files.path(0).path("width").asInt()).isEqualTo(4000);
            assertThat(files.path(0).path("height").asInt()).isEqualTo(3000);
            assertThat(files.path(0).path("preview").asText()).isEqualTo(small);
            assertThat(bob.call("files.link", Map.of("file", small)).path("url").asText())
                    .contains(small);
            assertThat(eve.failure("files.link", Map.of("file", small))).isEqualTo("NO_SUCH_FILE");
            change(ann, "messages.delete", room, "target", seq);
            assertThat(bob.failure("files.link", Map.of("file", small))).isEqualTo("NO_SUCH_FILE");
        }
    }

    private static Map<String, Object> sized(String room, String picture, Map<String, Integer> sides) {
        Map<String, Object> post = new HashMap<>(Map.of("room", room, "files", List.of(picture)));
        post.put("id", id());
        post.put("sizes", Map.of(picture, sides));
        return post;
    }

    // ---- edits and deletions

    @Test
    void edit_foreign_isRefused_andForgedRightsDoNotHelp() {
        try (Probe ann = guest("edit-ann");
                Probe bob = guest("edit-bob")) {
            String room = room(ann, "public", "Edit", bob);
            long bobs = say(bob, room, "bob's");
            long anns = say(ann, room, "ann's");
            assertThat(refusal(bob, "messages.edit", room, "target", anns, "text", "forged", "sender", ann.userId()))
                    .isEqualTo("FORBIDDEN");
            assertThat(refusal(bob, "messages.delete", room, "target", anns, "moderates", true, "role", "owner"))
                    .isEqualTo("FORBIDDEN");
            assertThat(refusal(
                            ann, "messages.edit", room, "target", bobs, "text", "an owner does not speak for others"))
                    .isEqualTo("FORBIDDEN");
            assertThat(refusal(bob, "messages.pin", room, "target", bobs, "on", true))
                    .isEqualTo("FORBIDDEN");
            assertThat(entry(bob, room, anns).path("text").asText()).isEqualTo("ann's");
            assertThat(refusal(bob, "messages.edit", room, "target", 99, "text", "x"))
                    .isEqualTo("NO_SUCH_MESSAGE");
            assertThat(refusal(bob, "messages.edit", room, "target", 1, "text", "x"))
                    .as("what is no message")
                    .isEqualTo("NO_SUCH_MESSAGE");
            assertThat(refusal(bob, "messages.edit", room, "target", -1, "text", "x"))
                    .isEqualTo("NO_SUCH_MESSAGE");
            assertThat(refusal(bob, "messages.edit", room, "target", bobs, "text", " "))
                    .isEqualTo("BAD_REQUEST");
        }
    }

    @Test
    void deletedAndEdited_noTraceOfTheTextIsLeft() throws Exception {
        try (TestServer own = TestServer.start("rooms.create", "everybody")) {
            Probe ann = own.browser();
            ann.login("trace-ann");
            String room = room(ann, "private", "Trace");
            long edited = say(ann, room, "zanzibar-first");
            change(ann, "messages.edit", room, "target", edited, "text", "zanzibar-second");
            change(ann, "messages.edit", room, "target", edited, "text", "harmless");
            long deleted = say(ann, room, "zanzibar-third");
            change(ann, "messages.delete", room, "target", deleted);
            for (JsonNode each : act(ann, "rooms.history", room).path("entries")) {
                assertThat(each.toString()).doesNotContain("zanzibar");
            }
            assertThat(found(ann.call("messages.search", Map.of("query", "zanzibar"))))
                    .isEmpty();
            assertThat(found(ann.call("messages.search", Map.of("query", "harmless"))))
                    .containsExactly("harmless");
            own.stop();
            String journal = "jdbc:sqlite:" + own.folder().resolve("journal.db");
            try (Connection connection = DriverManager.getConnection(journal);
                    Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery("SELECT group_concat(content) FROM entries")) {
                assertThat(row.getString(1)).contains("harmless").doesNotContain("zanzibar");
            }
        }
    }

    @Test
    void delete_byModerator_isToldAndTakesFilesReactionsAndPinsAlong() throws Exception {
        try (Probe ann = guest("del-ann");
                Probe bob = guest("del-bob");
                Probe cid = guest("del-cid")) {
            String room = room(ann, "public", "Delete", bob, cid);
            String file = Uploads.upload(server, bob.token(), "rude".getBytes(StandardCharsets.UTF_8));
            long seq = act(bob, "messages.send", room, "id", id(), "text", "rude", "files", List.of(file))
                    .path("seq")
                    .asLong();
            change(cid, "messages.react", room, "target", seq, "emoji", "👎", "on", true);
            change(ann, "messages.pin", room, "target", seq, "on", true);
            assertThat(cid.call("files.link", Map.of("file", file)).path("url").asText())
                    .isNotEmpty();
            change(ann, "messages.delete", room, "target", seq);
            JsonNode gone = entry(cid, room, seq);
            assertThat(gone.path("text").asText()).isEmpty();
            assertThat(gone.path("deleted").path("by").asText()).isEqualTo(ann.userId());
            assertThat(gone.has("files") || gone.has("reactions") || gone.has("pinned"))
                    .isFalse();
            assertThat(act(cid, "rooms.pins", room).path("entries")).isEmpty();
            assertThat(cid.fail("files.link", Map.of("file", file))
                            .path("data")
                            .path("failure")
                            .asText())
                    .isEqualTo("NO_SUCH_FILE");
            assertThat(refusal(bob, "messages.edit", room, "target", seq, "text", "again"))
                    .isEqualTo("NO_SUCH_MESSAGE");
            assertThat(refusal(cid, "messages.react", room, "target", seq, "emoji", "👎", "on", true))
                    .isEqualTo("NO_SUCH_MESSAGE");
            assertThat(refusal(cid, "messages.send", room, "text", "re", "replyTo", seq))
                    .isEqualTo("NO_SUCH_MESSAGE");
        }
    }

    @Test
    void change_sameIdAgain_isTheSameEntry() {
        try (Probe ann = guest("again-ann")) {
            String room = room(ann, "private", "Again");
            long seq = say(ann, room, "first");
            Map<String, Object> edit = params(room, "target", seq, "text", "second", "id", id());
            JsonNode done = ann.call("messages.edit", edit);
            Map<String, Object> delete = params(room, "target", seq, "id", id());
            JsonNode deleted = ann.call("messages.delete", delete);
            assertThat(ann.call("messages.edit", edit)).isEqualTo(done);
            assertThat(ann.call("messages.delete", delete)).isEqualTo(deleted);
        }
    }

    @Test
    void react_onlyEmoji_countedByPerson_takenBack() {
        try (Probe ann = guest("react-ann");
                Probe bob = guest("react-bob")) {
            String room = room(ann, "public", "React", bob);
            long seq = say(ann, room, "nice?");
            for (String emoji : List.of("👍", "👩‍👩‍👧", "🏳️‍🌈", "❤️", "1️⃣")) {
                change(bob, "messages.react", room, "target", seq, "emoji", emoji, "on", true);
            }
            change(ann, "messages.react", room, "target", seq, "emoji", "👍", "on", true);
            change(ann, "messages.react", room, "target", seq, "emoji", "👍", "on", true);
            JsonNode reactions = entry(bob, room, seq).path("reactions");
            assertThat(reactions.path("👍")).hasSize(2);
            assertThat(reactions).hasSize(5);
            change(bob, "messages.react", room, "target", seq, "emoji", "👍", "on", false);
            assertThat(entry(bob, room, seq).path("reactions").path("👍")).hasSize(1);
            for (String bad : List.of("", "a", "👍👍", ":+1:", "<b>", "👍" + "\u200d👍".repeat(30))) {
                assertThat(refusal(bob, "messages.react", room, "target", seq, "emoji", bad, "on", true))
                        .as(bad)
                        .isEqualTo("BAD_REQUEST");
            }
            List<String> many =
                    List.of("😀", "😁", "😂", "😃", "😄", "😅", "😆", "😇", "😈", "😉", "😊", "😋", "😌", "😍", "😎");
            for (String emoji : many) {
                change(ann, "messages.react", room, "target", seq, "emoji", emoji, "on", true);
            }
            assertThat(refusal(ann, "messages.react", room, "target", seq, "emoji", "🦄", "on", true))
                    .isEqualTo("TOO_MANY");
        }
    }

    @Test
    void sinceJoined_earlierMessages_areClosedByEveryPath() throws Exception {
        try (Probe ann = guest("since-ann");
                Probe bob = guest("since-bob")) {
            String room = room(ann, "private", "Since");
            String file = Uploads.upload(server, ann.token(), "early".getBytes(StandardCharsets.UTF_8));
            long early = act(ann, "messages.send", room, "id", id(), "text", "quokka early", "files", List.of(file))
                    .path("seq")
                    .asLong();
            change(ann, "messages.pin", room, "target", early, "on", true);
            act(ann, "rooms.invite", room, "user", bob.userId());
            JsonNode joined = act(bob, "rooms.join", room);
            assertThat(joined.path("unread").asInt()).isZero();
            for (Object[] more : new Object[][] {{}, {"after", 0}, {"before", 3}, {"before", 100}}) {
                assertThat(act(bob, "rooms.history", room, more).toString()).doesNotContain("quokka");
            }
            assertThat(act(bob, "rooms.pins", room).path("entries")).isEmpty();
            assertThat(found(bob.call("messages.search", Map.of("query", "quokka"))))
                    .isEmpty();
            assertThat(found(bob.call("messages.search", params(room, "query", "quokka"))))
                    .isEmpty();
            assertThat(bob.fail("files.link", Map.of("file", file))
                            .path("data")
                            .path("failure")
                            .asText())
                    .isEqualTo("NO_SUCH_FILE");
            assertThat(refusal(bob, "messages.react", room, "target", early, "emoji", "👍", "on", true))
                    .isEqualTo("NO_SUCH_MESSAGE");
            assertThat(refusal(bob, "messages.send", room, "text", "re", "replyTo", early))
                    .isEqualTo("NO_SUCH_MESSAGE");
            bob.follow(room, null);
            change(ann, "messages.edit", room, "target", early, "text", "quokka edited");
            assertThat(bob.next("entry").toString())
                    .as("an edit of what one may not read says nothing of it")
                    .contains("edit")
                    .doesNotContain("quokka");
            assertThat(act(bob, "rooms.history", room).toString()).doesNotContain("quokka");
            assertThat(entry(ann, room, early).path("text").asText()).isEqualTo("quokka edited");
        }
    }

    // ---- mentions and reading

    @Test
    void mention_longestName_isCounted_andReadOnAllDevices() {
        try (Probe ann = guest("Men Ann");
                Probe annie = guest("Men Ann Marie");
                Probe bob = guest("men-bob");
                Probe phone = server.browser()) {
            String room = room(bob, "public", "Mentions", ann, annie);
            phone.resumeSession(ann.token());
            long seq = say(bob, room, "hello @men ann, mail me at bob@men ann and @nobody");
            assertThat(entry(bob, room, seq).path("mentions")).hasSize(1);
            assertThat(entry(bob, room, seq).path("mentions").path(0).asText()).isEqualTo(ann.userId());
            long other = say(bob, room, "and @Men Ann Marie!");
            assertThat(entry(bob, room, other).path("mentions").path(0).asText())
                    .isEqualTo(annie.userId());
            long all = say(bob, room, "@room please");
            assertThat(entry(bob, room, all).path("mentionsRoom").asBoolean()).isTrue();
            JsonNode view = view(ann, room);
            assertThat(view.path("unread").asInt()).isEqualTo(3);
            assertThat(view.path("mentions").asInt()).isEqualTo(2);
            JsonNode read = act(ann, "rooms.read", room, "seq", seq);
            assertThat(read.path("unread").asInt()).isEqualTo(2);
            assertThat(phone.next("read")).isEqualTo(read);
            act(ann, "rooms.read", room, "seq", 1);
            assertThat(view(ann, room).path("read").asLong()).as("never back").isEqualTo(seq);
            act(ann, "rooms.read", room, "seq", 1_000_000);
            assertThat(view(phone, room).path("read").asLong())
                    .as("never ahead")
                    .isEqualTo(all);
            assertThat(view(bob, room).path("unread").asInt())
                    .as("one's own are read")
                    .isZero();
        }
    }

    private static JsonNode view(Probe reader, String room) {
        for (JsonNode each : reader.call("rooms.list", Map.of()).path("rooms")) {
            if (each.path("id").asText().equals(room)) {
                return each;
            }
        }
        throw new AssertionError("The room is not listed");
    }

    @Test
    void mention_inTheLobby_findsAnybody_andNobodyCallsTheWholeServer() {
        try (Probe ann = guest("lob-ann");
                Probe bob = guest("lob-bob")) {
            long seq = say(bob, Probe.LOBBY, "@LOB-ANN look, @room");
            JsonNode said = entry(ann, Probe.LOBBY, seq);
            assertThat(said.path("mentions").path(0).asText()).isEqualTo(ann.userId());
            assertThat(said.has("mentionsRoom")).isFalse();
        }
    }

    @Test
    void read_foreignRoom_isLikeNone() {
        try (Probe ann = guest("fread-ann");
                Probe eve = guest("fread-eve")) {
            String room = room(ann, "private", "Foreign Read");
            for (String method : List.of("rooms.read", "rooms.pins", "rooms.bans", "rooms.audit", "typing")) {
                assertThat(eve.fail(method, params(room, "seq", 1, "on", true)))
                        .as(method)
                        .isEqualTo(eve.fail(method, params("0000000000000000000000zzzz", "seq", 1, "on", true)));
            }
        }
    }

    @Test
    void typing_reachesFollowersAlone() {
        try (Probe ann = guest("typ-ann");
                Probe bob = guest("typ-bob");
                Probe eve = guest("typ-eve")) {
            String room = room(ann, "private", "Typing", bob);
            ann.follow(room, null);
            bob.follow(room, null);
            act(bob, "typing", room, "on", true);
            JsonNode typing = ann.next("typing");
            assertThat(typing.path("user").path("name").asText()).isEqualTo("typ-bob");
            assertThat(typing.path("on").asBoolean()).isTrue();
            eve.call("ping", Map.of());
            bob.call("ping", Map.of());
            assertThat(eve.pending("typing") + bob.pending("typing")).isZero();
        }
    }

    @Test
    void blocked_cannotSpeakThroughEditsEither_butTakesBackWhatIsTheirs() {
        try (Probe ann = guest("blk-ann");
                Probe bob = guest("blk-bob")) {
            String room = bob.call("direct.open", Map.of("name", "blk-ann"))
                    .path("id")
                    .asText();
            long seq = say(bob, room, "hello");
            ann.call("blocks.set", Map.of("user", bob.userId(), "blocked", true));
            assertThat(refusal(bob, "messages.edit", room, "target", seq, "text", "still here"))
                    .isEqualTo("BLOCKED");
            assertThat(refusal(bob, "messages.react", room, "target", seq, "emoji", "👍", "on", true))
                    .isEqualTo("BLOCKED");
            assertThat(refusal(bob, "typing", room, "on", true)).isEqualTo("BLOCKED");
            String club = room(bob, "private", "Blocked Club");
            assertThat(refusal(bob, "rooms.invite", club, "user", ann.userId())).isEqualTo("BLOCKED");
            change(bob, "messages.delete", room, "target", seq);
        }
    }

    // ---- search

    @Test
    void search_filtersAndPages_latestFirst() {
        try (Probe ann = guest("find-ann");
                Probe bob = guest("find-bob")) {
            String one = room(ann, "public", "Find One", bob);
            String two = room(ann, "private", "Find Two", bob);
            say(ann, one, "Wombat Größe");
            say(bob, two, "a wombat, again");
            say(ann, two, "wombats are many");
            assertThat(found(bob.call("messages.search", Map.of("query", "wombat"))))
                    .containsExactly("wombats are many", "a wombat, again", "Wombat Größe");
            assertThat(found(bob.call("messages.search", Map.of("query", "grosse wombat"))))
                    .isEmpty();
            assertThat(found(bob.call("messages.search", Map.of("query", "GRÖßE wombat"))))
                    .containsExactly("Wombat Größe");
            assertThat(found(bob.call("messages.search", params(two, "query", "wombat", "sender", bob.userId()))))
                    .containsExactly("a wombat, again");
            assertThat(found(bob.call("messages.search", Map.of("query", "\"wombat again\""))))
                    .containsExactly("a wombat, again");
            assertThat(found(bob.call("messages.search", Map.of("query", "\"again wombat\""))))
                    .isEmpty();
            assertThat(found(bob.call("messages.search", Map.of("query", "wombat", "to", 1))))
                    .isEmpty();
            List<String> paged = new ArrayList<>();
            Map<String, Object> next = new HashMap<>(Map.of("query", "wombat", "limit", 1));
            for (int i = 0; i < 3; i++) {
                JsonNode page = bob.call("messages.search", next);
                paged.addAll(found(page));
                assertThat(page.path("more").asBoolean()).isEqualTo(i < 2);
                next.put("before", page.path("next").asText());
            }
            assertThat(paged).containsExactly("wombats are many", "a wombat, again", "Wombat Größe");
        }
    }

    @Test
    void search_privateRoomOfOthers_findsNothing() {
        try (Probe ann = guest("leak-ann");
                Probe eve = guest("leak-eve")) {
            String room = room(ann, "private", "Leak");
            say(ann, room, "platypus");
            assertThat(found(eve.call("messages.search", Map.of("query", "platypus"))))
                    .isEmpty();
            assertThat(refusal(eve, "messages.search", room, "query", "platypus"))
                    .isEqualTo("NO_SUCH_ROOM");
            act(ann, "rooms.invite", room, "user", eve.userId());
            assertThat(found(eve.call("messages.search", Map.of("query", "platypus"))))
                    .isEmpty();
            act(eve, "rooms.join", room);
            act(ann, "rooms.kick", room, "user", eve.userId());
            assertThat(found(eve.call("messages.search", Map.of("query", "platypus"))))
                    .isEmpty();
        }
    }

    @Test
    void search_queryLanguageAndSql_areOnlyWords() {
        try (Probe ann = guest("fts-ann")) {
            String room = room(ann, "private", "Fts");
            say(ann, room, "text: numbat OR echidna");
            for (String query : List.of(
                    "numbat NOT echidna",
                    "text:numbat",
                    "nu*",
                    "numbat\"",
                    "\"numbat",
                    "NEAR(numbat echidna)",
                    "numbat' OR 1=1 --",
                    "{text} : numbat",
                    "^numbat",
                    "numbat + echidna",
                    "(((((((",
                    "\"\"",
                    "'; DROP TABLE words; --",
                    "😀")) {
                int request = ann.request("messages.search", Map.of("query", query));
                JsonNode answer = ann.answer(request);
                if (answer.has("error")) {
                    assertThat(answer.path("error").path("data").path("failure").asText())
                            .as(query)
                            .isEqualTo("BAD_REQUEST");
                }
            }
            assertThat(found(ann.call("messages.search", Map.of("query", "numbat NOT echidna"))))
                    .isEmpty();
            assertThat(found(ann.call("messages.search", Map.of("query", "numbat OR echidna"))))
                    .hasSize(1);
            assertThat(ann.fail("messages.search", Map.of("query", "x".repeat(201)))
                            .path("data")
                            .path("failure")
                            .asText())
                    .isEqualTo("TOO_LARGE");
            assertThat(ann.fail("messages.search", Map.of("query", "numbat", "before", "1.2"))
                            .path("data")
                            .path("failure")
                            .asText())
                    .isEqualTo("BAD_REQUEST");
        }
    }

    // ---- legacy clients

    @Test
    void legacy_seesEditsMarked_andNothingOfReactionsAndDeletions() {
        try (Probe ann = guest("leg-ann");
                LegacyProbe old = server.legacy("leg-old")) {
            long seq = say(ann, Probe.LOBBY, "helo legacy");
            old.next("public", message -> message.path("message").asText().equals("helo legacy"));
            change(ann, "messages.react", Probe.LOBBY, "target", seq, "emoji", "👍", "on", true);
            change(ann, "messages.edit", Probe.LOBBY, "target", seq, "text", "hello legacy");
            change(ann, "messages.delete", Probe.LOBBY, "target", seq);
            say(ann, Probe.LOBBY, "the end");
            JsonNode edit = old.next("public");
            assertThat(edit.path("message").asText()).isEqualTo("* hello legacy");
            assertThat(edit.path("sender").asText()).isEqualTo("leg-ann");
            JsonNode end = old.next("public");
            assertThat(end.path("message").asText()).isEqualTo("the end");
        }
    }

    // ---- those who are gone

    @Test
    void guest_gone_leavesRooms() {
        try (Probe ann = guest("gone-ann");
                Probe bob = guest("gone-bob")) {
            String room = room(ann, "public", "Gone", bob);
            ann.follow(room, null);
            bob.call("logout", Map.of());
            JsonNode left = ann.next("entry");
            assertThat(left.path("change").asText()).isEqualTo("left");
            assertThat(act(ann, "rooms.members", room).path("total").asInt()).isEqualTo(1);
        }
    }

    @Test
    void account_deletedWithItsMessages_hasAnHeirAndLeavesNoText() throws Exception {
        try (Probe ann = server.member("heir-ann");
                Probe bob = server.member("heir-bob")) {
            String room = room(ann, "public", "Heir", bob);
            say(ann, room, "bandicoot");
            bob.follow(room, null);
            ann.request("account.delete", Map.of("password", Probe.PASSWORD, "messages", "erase"));
            assertThat(bob.next("the deletion", m -> type(m).equals("delete"))).isNotNull();
            JsonNode heir = bob.next("the heir", m -> type(m).equals("role")).path("params");
            assertThat(heir.path("user").path("name").asText()).isEqualTo("heir-bob");
            assertThat(bob.next("the leaving", m -> type(m).equals("member"))).isNotNull();
            assertThat(view(bob, room).path("role").asText()).isEqualTo("owner");
            assertThat(act(bob, "rooms.history", room).toString()).doesNotContain("bandicoot");
        }
    }

    private static String type(JsonNode message) {
        return message.path("params").path("type").asText();
    }
}
