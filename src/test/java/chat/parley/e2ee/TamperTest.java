package chat.parley.e2ee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.crypto.seal.AccountStatement;
import chat.parley.crypto.seal.BackupSegment;
import chat.parley.crypto.seal.DeviceList;
import chat.parley.crypto.seal.DeviceListEntry;
import chat.parley.crypto.seal.KeyDelivery;
import chat.parley.crypto.seal.KeyRequest;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.PreKey;
import chat.parley.crypto.seal.RecoveryBox;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.crypto.seal.RosterEntry;
import chat.parley.crypto.seal.SealedMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every byte of every structure, altered, cut off and added: none is taken for genuine. */
@NullUnmarked
class TamperTest {
    @TestFactory
    Stream<DynamicTest> structures() throws IOException {
        return Vectors.read("java.json").stream()
                .filter(one -> check(one) != null)
                .map(one -> DynamicTest.dynamicTest(one.kind() + " " + one.name(), () -> tamper(one)));
    }

    private static void tamper(Vectors.Case one) {
        Consumer<Octets> check = check(one);
        byte[] genuine = bytes(one).bytes();
        check.accept(Octets.of(genuine));
        // The longest are long by their many members or records, one like the other.
        int step = genuine.length > 700 ? 7 : 1;
        for (int i = 0; i < genuine.length; i += step) {
            byte[] altered = genuine.clone();
            altered[i] ^= (byte) (1 << i % 8);
            assertThatThrownBy(() -> check.accept(Octets.of(altered)))
                    .as("byte " + i)
                    .isInstanceOf(RefusedException.class);
        }
        for (int length = 0; length < genuine.length; length += Math.max(1, genuine.length / 40)) {
            byte[] cut = Arrays.copyOf(genuine, length);
            assertThatThrownBy(() -> check.accept(Octets.of(cut))).isInstanceOf(RefusedException.class);
        }
        byte[] longer = Arrays.copyOf(genuine, genuine.length + 1);
        assertThatThrownBy(() -> check.accept(Octets.of(longer))).isInstanceOf(RefusedException.class);
        byte[] giant = Arrays.copyOf(genuine, 60_000);
        assertThatThrownBy(() -> check.accept(Octets.of(giant))).isInstanceOf(RefusedException.class);
    }

    private static Octets bytes(Vectors.Case one) {
        return switch (one.kind()) {
            case "device-list", "roster" ->
                Octets.ofHex(one.out().get("entries").get(0).asText());
            default -> Vectors.octets(one.out(), "bytes");
        };
    }

    private static Consumer<Octets> check(Vectors.Case one) {
        return switch (one.kind()) {
            case "statement" -> AccountStatement::parse;
            case "device-list" ->
                bytes -> DeviceList.begin(AccountStatement.parse(Vectors.octets(one.in(), "statement")))
                        .with(DeviceListEntry.parse(bytes));
            case "pre-key" ->
                bytes -> PreKey.parse(bytes)
                        .verify(VectorMaker.signer(one.in(), "deviceSeed").publicKey());
            case "roster" -> RosterEntry::parse;
            case "message" -> bytes -> opens(one, bytes);
            case "delivery" ->
                bytes -> {
                    KeyDelivery delivery = KeyDelivery.parse(bytes);
                    delivery.verify(VectorMaker.signer(one.in(), "deviceSeed").publicKey());
                };
            case "request" ->
                bytes -> KeyRequest.parse(bytes)
                        .verify(VectorMaker.signer(one.in(), "deviceSeed").publicKey());
            case "recovery-box" ->
                bytes -> RecoveryKey.of(Vectors.hex(one.in(), "recoveryKey")).open(RecoveryBox.parse(bytes));
            case "backup" -> bytes -> BackupCipher.open(Vectors.hex(one.in(), "backupKey"), BackupSegment.parse(bytes));
            default -> null;
        };
    }

    private static void opens(Vectors.Case one, Octets bytes) {
        SealedMessage genuine = VectorMaker.message(one.in());
        SealedMessage message = SealedMessage.parse(bytes);
        ReceivedChain chain = new ReceivedChain(new Payload.Chain(
                genuine.header().sender(),
                genuine.header().device(),
                genuine.header().chain(),
                genuine.header().index(),
                Vectors.hex(one.in(), "chainKey"),
                VectorMaker.signer(one.in(), "chainSeed").publicKey(),
                0,
                Octets.zeros(16),
                0));
        chain.open(message);
    }

    /** Sealed keys by themselves, with the signature of whoever sends them made anew: HPKE holds the header. */
    @TestFactory
    Stream<DynamicTest> deliveriesSignedAnew() throws IOException {
        return Vectors.read("java.json").stream()
                .filter(one -> one.kind().equals("delivery"))
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    KeyDelivery genuine = KeyDelivery.parse(Vectors.octets(one.out(), "bytes"));
                    KeyDelivery.Header h = genuine.header();
                    KeyDelivery.Header other = new KeyDelivery.Header(
                            h.purpose(),
                            h.room(),
                            Octets.zeros(32),
                            h.sender(),
                            h.senderDevice(),
                            Octets.zeros(32),
                            h.recipient(),
                            h.recipientDevice(),
                            h.preKeyKind(),
                            h.preKey(),
                            h.time());
                    KeyDelivery moved = KeyDelivery.make(
                            VectorMaker.signer(one.in(), "deviceSeed"),
                            other,
                            genuine.enc().bytes(),
                            genuine.ciphertext().bytes());
                    byte[] key = Vectors.hex(one.in(), "preKeyPrivate");
                    assertThatThrownBy(() -> Deliveries.open(moved, key)).isInstanceOf(RefusedException.class);
                    assertThat(Deliveries.open(genuine, key)).isNotNull();
                }));
    }

    /** Which of the words is wrong is said; two that changed places are noticed. */
    @TestFactory
    Stream<DynamicTest> words() throws IOException {
        return Vectors.read("java.json").stream()
                .filter(one -> one.kind().equals("words") && one.name().startsWith("key"))
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    String[] words = one.out().get("words").asText().split(" ", -1);
                    String[] wrong = words.clone();
                    wrong[4] = "parley";
                    assertThatThrownBy(() -> Words.decode(String.join(" ", wrong)))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("Word 5");
                    assertThatThrownBy(() -> Words.decode("one two three"))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("24");
                    String[] short4 = Arrays.stream(words)
                            .map(w -> w.length() > 4 ? w.substring(0, 4) : w)
                            .toArray(String[]::new);
                    assertThat(Words.decode(" " + String.join("  ", short4).toUpperCase(Locale.ROOT) + "\n"))
                            .isEqualTo(Vectors.hex(one.in(), "recoveryKey"));
                }));
    }
}
