package chat.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordHashTest {
    private static final Argon2Cost CHEAP = new Argon2Cost(256, 2, 1);

    @Test
    void matches_hashOfTheReferenceImplementation_onlyThePassword() {
        // From the tests of github.com/P-H-C/phc-winner-argon2
        PasswordHash reference = PasswordHash.parse(
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
        assertThat(reference.matches("password")).isTrue();
        assertThat(reference.matches("Password")).isFalse();
    }

    @Test
    void written_readAgain_isTheSameAndKeepsItsCost() {
        PasswordHash hash = PasswordHash.of("correct horse", CHEAP);
        PasswordHash again = PasswordHash.parse(hash.written());
        assertThat(again.matches("correct horse")).isTrue();
        assertThat(again.cost()).isEqualTo(CHEAP);
        assertThat(again.written()).isEqualTo(hash.written());
        assertThat(PasswordHash.of("correct horse", CHEAP).written()).isNotEqualTo(hash.written());
    }

    @Test
    void ofNobody_matchesNothing() {
        assertThat(PasswordHash.ofNobody(CHEAP).matches("")).isFalse();
    }

    @Test
    void parse_otherSchemes_areRefused() {
        for (String written : new String[] {"", "$2a$10$abc", "$argon2i$v=19$m=256,t=2,p=1$c2FsdA$aGFzaA"}) {
            assertThatThrownBy(() -> PasswordHash.parse(written)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
