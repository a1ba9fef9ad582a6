package chat.parley.e2ee;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** 32 bytes as 24 words of BIP-39's English list: 256 bits and 8 of their hash, 11 bits a word. */
final class Words {
    static final int COUNT = 24;

    private static final String LIST = "/org/bitcoinj/crypto/mnemonic/wordlist/english.txt";
    private static final Pattern SEPARATORS = Pattern.compile("[\\s,;]+");
    private static final int BITS = 11;
    private static final int ENOUGH = 4;

    private Words() {}

    static List<String> encode(byte[] key) {
        List<String> list = list();
        byte[] all = new byte[RecoveryKey.LENGTH + 1];
        System.arraycopy(key, 0, all, 0, RecoveryKey.LENGTH);
        all[RecoveryKey.LENGTH] = checksum(key);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            int index = 0;
            for (int bit = i * BITS; bit < (i + 1) * BITS; bit++) {
                index = (index << 1) | ((all[bit / 8] >>> (7 - bit % 8)) & 1);
            }
            words.add(list.get(index));
        }
        return words;
    }

    /** Fails {@link IllegalArgumentException} with a sentence for whoever typed the words. */
    static byte[] decode(String words) {
        String normal = Normalizer.normalize(words.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFKD);
        String[] typed = SEPARATORS.split(normal, -1);
        if (typed.length != COUNT) {
            throw new IllegalArgumentException("There are " + COUNT + " recovery words, not " + typed.length + ".");
        }
        List<String> list = list();
        byte[] all = new byte[RecoveryKey.LENGTH + 1];
        for (int i = 0; i < COUNT; i++) {
            int index = index(list, typed[i], i + 1);
            for (int bit = 0; bit < BITS; bit++) {
                int at = i * BITS + bit;
                all[at / 8] |= (byte) (((index >>> (BITS - 1 - bit)) & 1) << (7 - at % 8));
            }
        }
        byte[] key = Arrays.copyOf(all, RecoveryKey.LENGTH);
        if (checksum(key) != all[RecoveryKey.LENGTH]) {
            throw new IllegalArgumentException(
                    "The words do not fit together: one is another than it was, or two have changed places.");
        }
        return key;
    }

    private static int index(List<String> list, String typed, int number) {
        if (typed.length() >= ENOUGH - 1) {
            for (int i = 0; i < list.size(); i++) {
                String word = list.get(i);
                if (word.equals(typed) || (typed.length() >= ENOUGH && word.startsWith(typed))) {
                    return i;
                }
            }
        }
        throw new IllegalArgumentException("Word " + number + " is not one of the recovery words there are.");
    }

    private static byte checksum(byte[] key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key)[0];
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }

    static List<String> list() {
        try (InputStream in = Words.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IllegalStateException("The list of recovery words is missing in this build: " + LIST);
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
