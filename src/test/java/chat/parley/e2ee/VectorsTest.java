package chat.parley.e2ee;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.crypto.seal.BackupSegment;
import chat.parley.crypto.seal.KeyDelivery;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.RecoveryBox;
import chat.parley.crypto.seal.Roster;
import chat.parley.crypto.seal.RosterChange;
import chat.parley.crypto.seal.RosterEntry;
import chat.parley.crypto.seal.SealedMessage;
import chat.parley.model.UserId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The common vectors of both implementations: this one makes the same bytes, and reads the other's. With
 * {@code -De2ee.write=true} it writes its own file anew, from the inputs in it.
 */
@NullUnmarked
class VectorsTest {
    private static final Path OWN = Path.of("src/test/resources/e2ee/java.json");

    @TestFactory
    Stream<DynamicTest> vectors() throws IOException {
        if (Boolean.getBoolean("e2ee.write")) {
            write();
        }
        return Stream.concat(tests("java.json"), tests("typescript.json"));
    }

    private static Stream<DynamicTest> tests(String file) throws IOException {
        return Vectors.read(file).stream()
                .map(one -> DynamicTest.dynamicTest(file + " " + one.kind() + " " + one.name(), () -> check(one)));
    }

    private static void write() throws IOException {
        JsonNode file = Vectors.JSON.readTree(OWN.toFile());
        for (JsonNode one : file.get("cases")) {
            ((ObjectNode) one).set("out", VectorMaker.make(one.get("kind").asText(), one.get("in")));
        }
        StringBuilder text = new StringBuilder("{\"madeBy\": \"java\", \"cases\": [\n");
        for (int i = 0; i < file.get("cases").size(); i++) {
            text.append(i == 0 ? "" : ",\n").append(file.get("cases").get(i));
        }
        Files.writeString(OWN, text.append("\n]}\n"));
    }

    private static void check(Vectors.Case one) throws IOException {
        if (!one.kind().equals("delivery")) {
            assertThat(again(VectorMaker.make(one.kind(), one.in()))).isEqualTo(one.out());
        }
        switch (one.kind()) {
            case "roster" -> checkRoster(one);
            case "profile" -> checkProfile(one);
            case "message" -> checkMessage(one);
            case "payload" ->
                assertThat(Vectors.hexOf(
                                Payload.parse(Vectors.hex(one.out(), "bytes")).toBytes()))
                        .isEqualTo(one.out().get("bytes").asText());
            case "delivery" -> checkDelivery(one);
            case "words" ->
                assertThat(Words.decode(one.out().get("words").asText()))
                        .isEqualTo(Vectors.hex(one.in(), "recoveryKey"));
            case "recovery-box" -> checkBox(one);
            case "backup" -> checkBackup(one);
            case "approval" -> checkApproval(one);
            default -> assertThat(one.out().isEmpty()).isFalse();
        }
    }

    /** As it is read from a file, where small numbers are of another type. */
    private static JsonNode again(JsonNode made) throws IOException {
        return Vectors.JSON.readTree(made.toString());
    }

    private static void checkRoster(Vectors.Case one) throws IOException {
        Roster roster = null;
        for (JsonNode bytes : one.out().get("entries")) {
            RosterEntry entry = RosterEntry.parse(Octets.ofHex(bytes.asText()));
            roster = roster == null ? Roster.begin(entry) : roster.with(entry);
        }
        assertThat(again(VectorMaker.roster(roster))).isEqualTo(one.out());
    }

    private static void checkProfile(Vectors.Case one) {
        RosterChange.Profile profile =
                new RosterChange.Profile(Vectors.octets(one.out(), "commitment"), Vectors.octets(one.out(), "sealed"));
        assertThat(Profiles.openWith(profile, Vectors.hex(one.in(), "profileKey")))
                .isEqualTo(one.in().get("profile").asText());
    }

    private static void checkMessage(Vectors.Case one) {
        JsonNode in = one.in();
        SealedMessage message = SealedMessage.parse(Vectors.octets(one.out(), "bytes"));
        ReceivedChain chain = new ReceivedChain(new Payload.Chain(
                message.header().sender(),
                message.header().device(),
                message.header().chain(),
                in.get("index").asLong(),
                Vectors.hex(in, "chainKey"),
                VectorMaker.signer(in, "chainSeed").publicKey(),
                0,
                Octets.zeros(16),
                0));
        PlainMessage plain = chain.open(message);
        assertThat(new String(plain.content(), StandardCharsets.UTF_8))
                .isEqualTo(in.get("content").asText());
        assertThat((JsonNode) Vectors.array(plain.abandoned()))
                .hasToString(in.get("abandoned").toString());
    }

    private static void checkDelivery(Vectors.Case one) {
        KeyDelivery delivery = KeyDelivery.parse(Vectors.octets(one.out(), "bytes"));
        delivery.verify(VectorMaker.signer(one.in(), "deviceSeed").publicKey());
        assertThat(delivery.header()).isEqualTo(VectorMaker.deliveryHeader(one.in()));
        assertThat(delivery.id()).isEqualTo(one.out().get("id").asText());
        Payload payload = Deliveries.open(delivery, Vectors.hex(one.in(), "preKeyPrivate"));
        assertThat(payload.toBytes()).isEqualTo(Vectors.hex(one.in(), "payload"));
    }

    private static void checkBox(Vectors.Case one) {
        RecoveryKey.Content content = RecoveryKey.of(Vectors.hex(one.in(), "recoveryKey"))
                .open(RecoveryBox.parse(Vectors.octets(one.out(), "bytes")));
        assertThat(content.accountSeed()).isEqualTo(Vectors.hex(one.in(), "accountSeed"));
        assertThat(content.backupKeys().get(0)).startsWith(Arrays.copyOf(Vectors.hex(one.in(), "backupKey"), 32));
    }

    private static void checkBackup(Vectors.Case one) {
        BackupSegment segment = BackupSegment.parse(Vectors.octets(one.out(), "bytes"));
        long known = Stream.iterate(0, i -> i + 1)
                .limit(one.in().get("records").size())
                .filter(i -> one.in().get("records").get(i).get("type").asInt() <= BackupRecord.LAST_TYPE)
                .count();
        assertThat(BackupCipher.open(Vectors.hex(one.in(), "backupKey"), segment))
                .hasSize((int) known);
    }

    private static void checkApproval(Vectors.Case one) {
        UserId user = VectorMaker.user(one.in(), "user");
        byte[] hello = Vectors.hex(one.out(), "hello");
        byte[] answer = Vectors.hex(one.out(), "answer");
        byte[] reveal = Vectors.hex(one.out(), "reveal");
        Approval.Common approver = Approval.common(
                hello,
                answer,
                reveal,
                Vectors.hex(one.in(), "approverPrivate"),
                Approval.Reveal.parse(reveal, user).ephemeral());
        assertThat(approver.open(Vectors.hex(one.out(), "granted"))).isEqualTo(Vectors.hex(one.in(), "grant"));
    }
}
