package chat.parley.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jline.reader.Candidate;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's parts that need neither terminal nor server. */
class PartsTest {
    private static final Emoji EMOJI = new Emoji();

    @TempDir
    private Path home;

    @Test
    void input_slashes_tellCommandsFromWhatIsSaid() {
        assertThat(Input.parse("hello")).isEqualTo(new Input.Say("hello"));
        assertThat(Input.parse("//etc/hosts")).isEqualTo(new Input.Say("/etc/hosts"));
        assertThat(Input.parse("   ")).isEqualTo(new Input.Nothing());
        assertThat(Input.parse("/w bob it is late")).isEqualTo(new Input.Do("/w bob it is late"));
    }

    @Test
    void arguments_wordsQuotesAndOptions_areTakenApart() throws Exception {
        Arguments given = new Arguments("\"ann lee\" 10 --private what she said --from \"bob b\"");
        assertThat(given.flag("--private")).isTrue();
        assertThat(given.option("--from")).contains("bob b");
        assertThat(given.word()).isEqualTo("ann lee");
        assertThat(given.number(1, 99)).isEqualTo(10);
        assertThat(given.text()).isEqualTo("what she said");
        assertThat(new Arguments("'my report.pdf'").name()).isEqualTo("my report.pdf");
        assertThat(new Arguments("#12 text").message()).isEqualTo(12);
        assertThat(new Arguments("text 12").messageIfAny()).isEmpty();
        assertThatThrownBy(() -> new Arguments("0").number(1, 500)).hasMessageContaining("from 1 to 500");
        assertThatThrownBy(() -> new Arguments("").text()).isInstanceOf(Misuse.class);
    }

    private static Commands commands(List<String> ran) {
        Commands commands = new Commands();
        commands.add(
                "talk",
                List.of(
                        new Command("/w", "NAME TEXT", "whispers", given -> ran.add(given.word() + "/" + given.text())),
                        new Command("/room", "ROOM|@NAME", "goes there", given -> ran.add("room")),
                        new Command("/role", "NAME owner|member", "gives a role", given -> ran.add("role")),
                        new Command("/find", "TEXT [--room]", "finds", given -> ran.add("find"))));
        commands.add(
                "files",
                List.of(
                        new Command("/sendfile", "PATH", "sends", given -> ran.add("send")),
                        new Command("/download", "FILE [PATH]", "saves", given -> ran.add("download"))));
        commands.add(
                "admin",
                List.of(
                        new Command("/admin users", "[TEXT]", "lists", given -> ran.add("users")),
                        new Command("/admin role", "NAME member|admin", "gives", given -> ran.add(given.text()))));
        return commands;
    }

    @Test
    void commands_ofOneOrTwoWords_runOrSayHowTheyGo() {
        List<String> ran = new ArrayList<>();
        Commands commands = commands(ran);
        assertThat(commands.run("/w bob it is late")).isEmpty();
        assertThat(commands.run("/admin  role \"ann lee\" admin")).isEmpty();
        assertThat(ran).containsExactly("bob/it is late", "\"ann lee\" admin");
        assertThat(commands.run("/w bob")).contains("It goes like this: /w NAME TEXT");
        assertThat(commands.run("/admin")).contains("It goes on with one of: /admin users, /admin role");
        assertThat(commands.run("/nope").orElse("")).startsWith("There is no command /nope; /help");
    }

    @Test
    void clean_escapeSequences_areNeutralised() {
        String harmless = Clean.text("a\u001b[31mred\u001b]0;title\u0007\u009b2J\r\u202eb\nc\td");
        assertThat(harmless).isEqualTo("a\uFFFD[31mred\uFFFD]0;title\uFFFD\uFFFD2J\uFFFD\uFFFDb\nc    d");
        assertThat(Clean.line("one\ntwo")).isEqualTo("one\uFFFDtwo");
        assertThat(Clean.line("👩‍🚀 🏴󠁧󠁢󠁥󠁮󠁧󠁿")).isEqualTo("👩‍🚀 🏴󠁧󠁢󠁥󠁮󠁧󠁿");
    }

    @ParameterizedTest
    @CsvSource({
        "../../.bashrc, _bashrc",
        "/etc/passwd, passwd",
        "C:\\Users\\ann\\a.txt, a.txt",
        ".., _",
        "con.txt, file_con.txt",
        "a:b|c.txt, a_b_c.txt",
        "-rf, _rf"
    })
    void safeName_hostile_staysInItsFolder(String claimed, String expected) {
        assertThat(SafeName.of(claimed)).isEqualTo(expected);
    }

    @Test
    void safeName_veryLong_keepsItsSuffix() {
        assertThat(SafeName.of("ä".repeat(400) + ".pdf")).endsWith("ä.pdf").hasSizeLessThan(110);
        assertThat(SafeName.of("a\u001b[2J.txt")).doesNotContain("\u001b");
        assertThat(SafeName.numbered("a.tar.gz", 2)).isEqualTo("a.tar (2).gz");
    }

    @Test
    void width_emojiAndWideLetters_takeTwoColumns() {
        assertThat(Width.of("a🚀漢")).isEqualTo(5);
        assertThat(Width.of("👩‍🚀")).isEqualTo(2);
        assertThat(Width.cut("漢字漢字", 5)).isEqualTo("漢字…");
    }

    @Test
    void wrap_longText_breaksBetweenWordsAndNeverBeyondTheWidth() {
        assertThat(Width.wrap("one two three four", 8, 10)).containsExactly("one two", "three four");
        assertThat(Width.wrap("a\n\nb", 10, 10)).containsExactly("a", "", "b");
        assertThat(Width.wrap("🚀".repeat(9), 8, 6))
                .allSatisfy(line -> assertThat(Width.of(line)).isLessThanOrEqualTo(8));
        assertThat(String.join("", Width.wrap("x".repeat(50), 8, 6))).isEqualTo("x".repeat(50));
    }

    @Test
    void emoji_shortcodes_becomeEmojiAndUnknownOnesStay() {
        assertThat(EMOJI.expand("up :rocket: :nope: at 10:30:00")).isEqualTo("up 🚀 :nope: at 10:30:00");
        assertThat(EMOJI.suggest("roc", 8)).startsWith("rocket").contains("rock");
    }

    @Test
    void progressBar_halfWay_showsSpeedAndWhatIsLeft() {
        String bar = new ProgressBar("report.pdf", 10_000_000, 0).at(5_000_000, Duration.ofSeconds(5), 80);
        assertThat(bar).contains("50% 5.0 MB of 10.0 MB, 1.0 MB/s, 0:05 left").contains("[#");
        assertThat(Width.of(bar)).isLessThan(80);
        assertThat(Width.of(new ProgressBar("漢".repeat(90), 9, 0).at(4, Duration.ofSeconds(1), 40)))
                .isLessThan(40);
        assertThat(new ProgressBar("empty", 0, 0).at(0, Duration.ZERO, 80)).contains("100%");
    }

    @Test
    void backoff_failures_growUpToTheBound() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), new Random(7));
        assertThat(backoff.next()).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        for (int i = 0; i < 40; i++) {
            backoff.next();
        }
        assertThat(backoff.next()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        assertThat(backoff.after(Duration.ofSeconds(5))).isBetween(Duration.ofSeconds(5), Duration.ofMillis(7500));
    }

    @Test
    void address_withoutTls_isForThisMachineAlone() {
        assertThat(Address.parse("Chat.example.org", true)).isEqualTo(new Address("chat.example.org", 8889, true));
        assertThat(Address.parse("[::1]:99", false)).isEqualTo(new Address("::1", 99, false));
        assertThatIllegalArgumentException().isThrownBy(() -> Address.parse("chat.example.org", false));
        assertThatIllegalArgumentException().isThrownBy(() -> Address.parse("127.0.0.1.example.org", false));
        assertThatIllegalArgumentException().isThrownBy(() -> Address.parse("a:b", true));
    }

    @Test
    void knownServers_anotherFingerprint_isRefusedAndTheFirstOneKept() throws Exception {
        List<String> announced = new ArrayList<>();
        ConfigFolder folder = new ConfigFolder(home.resolve("deep/parley"));
        KnownServers known = new KnownServers(folder, announced::add);
        Address address = new Address("localhost", 8889, true);
        known.check(address, "AA:BB");
        known.check(address, "AA:BB");
        known.check(new Address("localhost", 88, true), "CC:DD");
        assertThat(announced).hasSize(2);
        assertThatThrownBy(() -> known.check(address, "CC:DD")).isInstanceOf(UntrustedException.class);
        assertThat(Files.readString(folder.path().resolve("known_servers")))
                .isEqualTo("localhost:8889 AA:BB\nlocalhost:88 CC:DD\n");
    }

    private static Said said(long seq) {
        return Said.of(Json.object()
                .put("room", "r")
                .put("seq", seq)
                .put("type", "message")
                .put("text", "m" + seq));
    }

    private static List<Long> numbers(Sequencer.Verdict verdict) {
        return verdict.deliver().stream().map(Said::seq).toList();
    }

    @Test
    void sequencer_repetitionsAndHoles_areFoundAndOrderIsKept() {
        Sequencer order = new Sequencer();
        assertThat(numbers(order.offer(said(1)))).isEmpty();
        order.asked("r", 3);
        assertThat(numbers(order.offer(said(9)))).isEmpty();
        assertThat(numbers(order.offer(said(8)))).isEmpty();
        assertThat(numbers(order.answered("r", 7))).containsExactly(8L, 9L);
        assertThat(numbers(order.offer(said(9)))).isEmpty();
        assertThat(order.offer(said(11)).gap()).isTrue();
        assertThat(numbers(order.offer(said(10)))).containsExactly(10L);
    }

    @Test
    void timeline_dumbTerminal_isPlainTextWithNumberedFiles() {
        Timeline timeline = new Timeline(new Paint(false, false), EMOJI, ZoneOffset.UTC, new Recent());
        var entry = Json.object()
                .put("room", "r")
                .put("seq", 1)
                .put("time", 45_296_000)
                .put("type", "message")
                .put("text", "look :rocket: " + "word ".repeat(20));
        entry.putObject("sender").put("id", "u").put("name", "ann\u001b[0m");
        entry.putArray("files").addObject().put("id", "f").put("name", "a.pdf").put("size", 12_300);
        List<String> lines = timeline.lines(Said.of(entry), "me", "", 40).stream()
                .map(AttributedString::toAnsi)
                .toList();
        assertThat(lines.get(0)).startsWith("12:34 #1 ann\uFFFD[0m: look 🚀");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("      file 1: a.pdf (12.3 kB)  /download 1");
        assertThat(lines.subList(0, lines.size() - 1))
                .allSatisfy(line -> assertThat(Width.of(line)).isLessThan(40));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "👩\u200d",
                "a\u0301\u0301",
                "\u0301",
                "漢",
                "\ud83d",
                "\u202e",
                ":",
                ":a",
                "\t",
                "\n",
                " ",
                "\u001b[2J",
                "@",
                "x"
            })
    void timeline_poison_isLinesWithinTheWidth(String piece) {
        Timeline timeline = new Timeline(new Paint(true, true), EMOJI, ZoneOffset.UTC, new Recent());
        var entry = Json.object()
                .put("room", "r")
                .put("seq", 1)
                .put("time", 45_296_000)
                .put("type", "message")
                .put("text", piece.repeat(8000 / piece.length()));
        entry.putObject("sender").put("id", "u").put("name", "eve");
        List<AttributedString> lines = timeline.lines(Said.of(entry), "me", "", 40);
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(Width.of(line.toString())).isLessThanOrEqualTo(40);
            assertThat(line.toString()).doesNotContain("\u001b", "\u202e");
        });
    }

    @Test
    void paint_noColor_hasNoColours() {
        Person ann = new Person("u", "ann", "guest", true);
        assertThat(new Paint(true, false).name(ann, false).toAnsi()).doesNotContain("\u001b[36m");
        assertThat(new Paint(true, true).name(ann, false).toAnsi()).contains("\u001b[3");
        assertThat(new Paint(false, false).warn("no").toAnsi()).isEqualTo("no");
    }

    private List<String> completions(String typed) throws Exception {
        Words.Known known = new Words.Known(
                () -> List.of("ann", "bob"),
                () -> List.of("Lobby", "@bob"),
                () -> List.of("Maths"),
                () -> Map.of("1", "a.pdf"));
        Words words = new Words(commands(new ArrayList<>()), known, EMOJI);
        DefaultParser parser = new DefaultParser();
        parser.setEscapeChars(new char[0]);
        List<Candidate> candidates = new ArrayList<>();
        try (DumbTerminal terminal =
                new DumbTerminal(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream())) {
            words.complete(new LineReaderImpl(terminal), parser.parse(typed, typed.length()), candidates);
        }
        return candidates.stream().map(Candidate::value).toList();
    }

    @Test
    void completion_byPlace_offersWhatFits() throws Exception {
        Files.createFile(home.resolve("plan.pdf"));
        Files.createDirectory(home.resolve("plans"));
        assertThat(completions("/d")).contains("/download");
        assertThat(completions("to the :roc")).startsWith(":rocket:");
        assertThat(completions("hi @b")).containsExactly("@bob");
        assertThat(completions("/room L")).contains("Lobby", "@ann");
        assertThat(completions("/w ")).containsExactly("ann", "bob");
        assertThat(completions("/download ")).containsExactly("1");
        assertThat(completions("/role ann ")).containsExactly("owner", "member");
        assertThat(completions("/find x --")).containsExactly("--room");
        assertThat(completions("/ad")).contains("/admin");
        assertThat(completions("/admin ")).containsExactly("users", "role");
        assertThat(completions("/admin role ")).containsExactly("ann", "bob");
        assertThat(completions("/sendfile " + home + "/pl"))
                .containsExactlyInAnyOrder(home + "/plan.pdf", home + "/plans/");
    }
}
