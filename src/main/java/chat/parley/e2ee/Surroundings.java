package chat.parley.e2ee;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What a device takes from around it. {@code clock}: milliseconds since 1970. */
public record Surroundings(LongSupplier clock, Randomness random, Pace pace) {
    /** Where random bytes come from. */
    public interface Randomness {
        byte[] bytes(int count);
    }

    /** How long a chain is used. */
    public record Pace(int messagesPerChain, Duration chainLife) {
        public static final Pace USUAL = new Pace(100, Duration.ofHours(24));

        public Pace {
            if (messagesPerChain < 1 || messagesPerChain > ReceivedChain.MOST_SKIPPED) {
                throw new IllegalArgumentException(
                        "A chain carries 1 to " + ReceivedChain.MOST_SKIPPED + " messages, not " + messagesPerChain);
            }
        }
    }

    /** The system's clock and secure random bytes. */
    public static Surroundings system() {
        SecureRandom secure = new SecureRandom();
        return new Surroundings(
                System::currentTimeMillis,
                count -> {
                    byte[] bytes = new byte[count];
                    secure.nextBytes(bytes);
                    return bytes;
                },
                Pace.USUAL);
    }

    long now() {
        return clock.getAsLong();
    }

    byte[] bytes(int count) {
        return random.bytes(count);
    }
}
