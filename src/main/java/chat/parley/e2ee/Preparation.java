package chat.parley.e2ee;

import chat.parley.model.UserId;
import java.util.List;

/**
 * What is to be done before something is sealed to a room: fetch the lists of {@code unknown}, then claim pre-keys of
 * {@code missing} and have deliveries made. {@code skipped} are members to whom nothing is sealed: their account changed.
 */
public record Preparation(List<Recipient> missing, List<UserId> unknown, List<UserId> skipped) {
    public Preparation {
        missing = List.copyOf(missing);
        unknown = List.copyOf(unknown);
        skipped = List.copyOf(skipped);
    }

    public boolean isReady() {
        return missing.isEmpty() && unknown.isEmpty();
    }
}
