package chat.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LinkSignerTest {
    private final LinkSigner signer = new LinkSigner(new byte[32]);

    @Test
    void verify_own_holds() {
        String signature = signer.sign("file", "ann", 17);
        assertThat(signature).matches("[A-Za-z0-9_-]{43}");
        assertThat(signer.verify("file", "ann", 17, signature)).isTrue();
    }

    @Test
    void verify_anythingChanged_fails() {
        String signature = signer.sign("file", "ann", 17);
        assertThat(signer.verify("file2", "ann", 17, signature)).isFalse();
        assertThat(signer.verify("file", "bob", 17, signature)).isFalse();
        assertThat(signer.verify("file", "ann", 18, signature)).isFalse();
        assertThat(signer.verify("file", "ann", 17, signature.substring(1))).isFalse();
        assertThat(signer.verify("file", "ann", 17, signature + "=")).isFalse();
        assertThat(signer.verify("file", "ann", 17, "")).isFalse();
        byte[] other = new byte[32];
        other[31] = 1;
        assertThat(new LinkSigner(other).verify("file", "ann", 17, signature)).isFalse();
    }

    @Test
    void new_shortKey_refused() {
        assertThatThrownBy(() -> new LinkSigner(new byte[31])).hasMessageContaining("32 bytes, not 31");
    }
}
