package chat.parley.e2ee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;

/** The building blocks against the vectors of their RFCs. */
class RfcVectorsTest {
    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void hkdf_firstVectorOfRfc5869() {
        byte[] derived =
                Hkdf.derive(hex("000102030405060708090a0b0c"), hex("0b".repeat(22)), hex("f0f1f2f3f4f5f6f7f8f9"), 42);
        assertThat(Octets.of(derived).hex())
                .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    }

    @Test
    void ed25519_firstTwoVectorsOfRfc8032() {
        signs(
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        signs(
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    }

    private static void signs(String seed, String key, String message, String signature) {
        assertThat(SigningKey.of(hex(seed)).publicKey().hex()).isEqualTo(key);
        byte[] made = new byte[Ed25519.SIGNATURE_SIZE];
        byte[] bytes = hex(message);
        Ed25519.sign(hex(seed), 0, bytes, 0, bytes.length, made, 0);
        assertThat(Octets.of(made).hex()).isEqualTo(signature);
        assertThat(Ed25519.verify(hex(signature), 0, hex(key), 0, bytes, 0, bytes.length))
                .isTrue();
    }

    @Test
    void x25519_firstVectorOfRfc7748() {
        byte[] shared = Agreement.agree(
                hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
                Octets.ofHex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"));
        assertThat(Octets.of(shared).hex())
                .isEqualTo("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
    }

    @Test
    void x25519_keyOfSmallOrder_isRefused() {
        assertThatThrownBy(() -> Agreement.agree(new byte[32], Octets.zeros(32)))
                .isInstanceOf(RefusedException.class);
    }

    /** RFC 9180 appendix A.1 is for AES-128; what is checked of it is the agreement and the schedule that all suites share. */
    @Test
    void hpke_a1OfRfc9180() throws Exception {
        HPKE suite = new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128);
        HPKEContextWithEncapsulation sender = suite.setupBaseS(
                new X25519PublicKeyParameters(hex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d")),
                hex("4f6465206f6e2061204772656369616e2055726e"),
                pair("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736"));
        assertThat(Octets.of(sender.getEncapsulation()).hex())
                .isEqualTo("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431");
        byte[] sealed =
                sender.seal(hex("436f756e742d30"), hex("4265617574792069732074727574682c20747275746820626561757479"));
        assertThat(Octets.of(sealed).hex())
                .isEqualTo(
                        "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a");
    }

    private static AsymmetricCipherKeyPair pair(String hex) {
        X25519PrivateKeyParameters key = new X25519PrivateKeyParameters(hex(hex));
        return new AsymmetricCipherKeyPair(key.generatePublicKey(), key);
    }

    @Test
    void hpke_ourSuite_opensWhatItSealed() {
        byte[] secret = hex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8");
        Hpke.Sealed sealed = Hpke.seal(
                Agreement.publicKey(secret),
                hex("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736"),
                new byte[] {1},
                new byte[] {2},
                "plain".getBytes(StandardCharsets.UTF_8));
        assertThat(Hpke.open(secret, sealed.enc(), new byte[] {1}, new byte[] {2}, sealed.ciphertext()))
                .isEqualTo("plain".getBytes(StandardCharsets.UTF_8));
    }
}
