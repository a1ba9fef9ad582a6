package chat.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import chat.parley.bus.Failure;
import chat.parley.model.FileRef;
import chat.parley.model.User;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays every example of {@code docs/protocol.md} against a real server, once per door, and holds its tables against
 * the code. How an example is written:
 *
 * <ul>
 *   <li>A section (from one heading of level 2 or 3 to the next) has a server of its own with the default settings.
 *   <li>In a block {@code ```json}, {@code →} is sent as it stands and {@code ←} has to come: an answer by its id, a
 *       notification by its method (others that come in between do not matter). The JSON may go on in further lines.
 *       {@code bob →} and {@code bob ←} are another connection, opened when first named; an arrow without a name is
 *       {@code ann}'s. {@code ← (the connection closes)} waits for that.
 *   <li>What came must have exactly the fields that are written, with values of the same type, and equal. Not literal
 *       are: words of 20 or more letters, digits, _ and - with a digit among them (ids, tokens, signatures) and numbers
 *       of 13 digits (times). The first time such a one stands for whatever came, if length and alphabet fit; from then
 *       on, in that section, for the same value, also where it is sent: write the same id twice and it is the same id.
 *       {@code localhost:8080} is the web door's address. {@code …} stands for any value, for any part of a text, for
 *       the rest of an array, and {@code {…}} for any object.
 *   <li>In a block {@code ```http}, {@code → POST /path} is followed by headers, an empty line and a body; {@code ← 201
 *       Created} by the headers that matter and, after an empty line, the body if it matters. Placeholders as above.
 *   <li>A block {@code ```frame} is one of {@code json} with the bytes of the length, in hexadecimal, before each text.
 *   <li>What a reader need not see is prepared in a comment, one step a line, between a line {@code <!-- setup} and a
 *       line {@code -->}: {@code the server has users.guests = false} (before anything else in the section), {@code bob
 *       connects} (a fresh connection), {@code bob greets} (and says hello), {@code bob enters} or {@code bob enters as
 *       ID} or {@code bob enters as ID with TOKEN} (and logs in as a guest; the placeholders stand for his from then
 *       on), {@code carla has an account} or {@code rosa is an administrator}, likewise (and is logged in with the
 *       password {@code correct horse battery}), {@code dan enters by the legacy door}, {@code bob follows ROOM} (from its present end), {@code bob leaves}
 *       (his connection is cut), {@code the server stops}, and arrows as above.
 *   <li>Blocks {@code ```text} and {@code ```sh} are not played.
 * </ul>
 */
class ProtocolDocTest {
    private static final Document DOCUMENT = Document.read(Path.of("docs/protocol.md"));

    /** What the tables of fields under "Shapes" describe. */
    private static final Map<String, Class<? extends Record>> SHAPES = Map.of(
            "USER", Views.UserView.class,
            "SENDER", User.class,
            "ROOM", Views.RoomView.class,
            "ENTRY", EntryView.class,
            "FILE", FileRef.class,
            "LIMITS", Views.LimitsView.class);

    @TestFactory
    Stream<DynamicTest> example_atEachDoor_isWhatTheServerDoes() {
        return Arrays.stream(Player.Door.values())
                .flatMap(door -> DOCUMENT.sections().stream()
                        .filter(section -> !section.steps().isEmpty())
                        .map(section ->
                                DynamicTest.dynamicTest(door + ": " + section.heading(), () -> play(section, door))));
    }

    private static void play(Document.Section section, Player.Door door) {
        try (Player player = new Player(door)) {
            for (Document.Step step : section.steps()) {
                try {
                    player.play(step);
                } catch (AssertionError e) {
                    fail(DOCUMENT.at(step.line()) + ": " + e.getMessage(), e);
                }
            }
        }
    }

    @Test
    void methods_eachHasASectionWithAnExample_andTheOtherWayRound() {
        List<String> described = DOCUMENT.sections().stream()
                .filter(section -> isMethod(section.heading()))
                .map(Document.Section::heading)
                .toList();
        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Method.values()).map(Method::wireName).toList());
        assertThat(described)
                .allSatisfy(method -> assertThat(
                                DOCUMENT.section(method).steps().stream().filter(Document.Step.Says.class::isInstance))
                        .as("examples of " + method)
                        .anySatisfy(step ->
                                assertThat(((Document.Step.Says) step).text()).contains('"' + method + '"')));
    }

    private static boolean isMethod(String heading) {
        return Arrays.stream(Method.values())
                        .anyMatch(method -> method.wireName().equals(heading))
                || heading.matches("[a-z]+\\.[a-zA-Z]+");
    }

    @Test
    void params_eachIsExplainedWithItsMethod_andTheOtherWayRound() {
        for (Method method : Method.values()) {
            assertThat(DOCUMENT.section(method.wireName()).rows())
                    .as("params in the table of " + method.wireName())
                    .extracting(row -> row.get(0))
                    .containsExactlyInAnyOrderElementsOf(fields(method.command()));
        }
    }

    @Test
    void shapes_haveTheFieldsThatAreSent() {
        SHAPES.forEach((name, type) -> assertThat(DOCUMENT.section(name).rows())
                .as("fields in the table of " + name)
                .extracting(row -> row.get(0))
                .containsExactlyElementsOf(fields(type)));
    }

    private static List<String> fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(ProtocolDocTest::wireName)
                .toList();
    }

    private static String wireName(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? component.getName() : named.value();
    }

    @Test
    void notifications_areThoseOfTheCode() {
        assertThat(DOCUMENT.section("Notifications from the server").rows())
                .extracting(row -> row.get(0))
                .containsExactlyElementsOf(Arrays.stream(Notification.values())
                        .map(Notification::wireName)
                        .toList());
    }

    @Test
    void failures_areThoseOfTheCode() {
        assertThat(DOCUMENT.section("Errors").rows())
                .containsExactlyElementsOf(Arrays.stream(Failure.values())
                        .map(failure -> List.of(String.valueOf(failure.code()), failure.name()))
                        .toList());
    }
}
