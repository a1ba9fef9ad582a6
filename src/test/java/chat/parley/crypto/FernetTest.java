package chat.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.support.PlainFernet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the published vectors of github.com/fernet/spec (generate, verify, invalid), and in pieces of any size. */
class FernetTest {
    private static final String SECRET = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    private static final String TOKEN =
            "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

    private final Fernet fernet = new Fernet(SECRET);

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void encrypt_publishedVector_isThatToken() {
        byte[] iv = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        assertThat(fernet.encrypt(
                        ascii("hello"),
                        OffsetDateTime.parse("1985-10-26T01:20:00-07:00").toInstant(),
                        iv))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(TOKEN);
    }

    @Test
    void decrypt_publishedVector_saysHello() throws BadTokenException {
        assertThat(fernet.decrypt(ascii(TOKEN))).isEqualTo(ascii("hello"));
        assertThat(fernet.time(ascii(TOKEN)))
                .isEqualTo(OffsetDateTime.parse("1985-10-26T01:20:00-07:00").toInstant());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "incorrect mac, gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==",
        "too short, gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==",
        "invalid base64, %%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==",
        "payload size not multiple of block size, gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm",
        "payload padding error, gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw==",
        "incorrect IV (causes padding error), gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ=="
    })
    void decrypt_publishedInvalid_isRefused(String why, String token) {
        assertThatThrownBy(() -> fernet.decrypt(ascii(token))).as(why).isInstanceOf(BadTokenException.class);
    }

    /** The legacy clients check no time to live, so neither does the codec; the time is there to be judged. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "far-future TS, gAAAAAAdwStRAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAnja1xKYyhd-Y6mSkTOyTGJmw2Xc2a6kBd-iX9b_qXQcw==, 1985-10-26T01:20:01-07:00",
        "expired TTL, gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==, 1985-10-26T01:21:31-07:00"
    })
    void time_publishedOutOfDate_isMoreThanAMinuteAway(String why, String token, String now) throws BadTokenException {
        long away = Math.abs(fernet.time(ascii(token)).getEpochSecond()
                - OffsetDateTime.parse(now).toEpochSecond());
        assertThat(away).as(why).isGreaterThan(60);
    }

    @Test
    void decrypt_otherKey_isRefused() {
        assertThatThrownBy(() -> new Fernet(PlainFernet.KEY).decrypt(ascii(TOKEN)))
                .hasMessage("the HMAC does not hold");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 50, 56, 99})
    void decrypt_truncated_isRefused(int length) {
        assertThatThrownBy(() -> fernet.decrypt(Arrays.copyOf(ascii(TOKEN), length)))
                .isInstanceOf(BadTokenException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void pieces_anyChunking_giveTheSame(long seed) throws BadTokenException {
        Random random = new Random(seed);
        byte[] plaintext = new byte[random.nextInt(5000)];
        random.nextBytes(plaintext);
        FernetEncryption writing = fernet.encryption();
        ByteArrayOutputStream token = new ByteArrayOutputStream();
        int at = 0;
        while (at < plaintext.length) {
            int length = Math.min(plaintext.length - at, random.nextInt(100));
            token.writeBytes(writing.update(plaintext, at, length));
            at += length;
        }
        token.writeBytes(writing.finish());
        assertThat(token.size()).isEqualTo((int) Fernet.tokenLength(plaintext.length));
        assertThat(Fernet.hasTokenLength(token.toByteArray())).isTrue();
        assertThat(new PlainFernet(SECRET).decrypt(token.toByteArray())).isEqualTo(plaintext);
        assertThat(inPieces(new PlainFernet(SECRET).encrypt(plaintext), random)).isEqualTo(plaintext);
    }

    private byte[] inPieces(byte[] token, Random random) throws BadTokenException {
        FernetDecryption reading = fernet.decryption();
        ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
        int at = 0;
        while (at < token.length) {
            int length = Math.min(token.length - at, random.nextInt(100));
            plaintext.writeBytes(reading.update(token, at, length));
            at += length;
        }
        plaintext.writeBytes(reading.finish());
        return plaintext.toByteArray();
    }

    @Test
    void base64_afterItsPadding_isRefused() throws BadTokenException {
        Base64Stream base64 = Base64Stream.standard();
        base64.update(ascii("YQ=="), 0, 4);
        assertThatThrownBy(() -> base64.update(ascii("YQ=="), 0, 4)).isInstanceOf(BadTokenException.class);
    }
}
