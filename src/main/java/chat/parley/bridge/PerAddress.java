package chat.parley.bridge;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Something that the clients of one address share. Only that of the latest addresses is kept, whoever comes. */
public final class PerAddress<T> {
    private static final int KEPT = 10_000;

    private final Supplier<T> maker;
    private final Map<String, T> latest = new LinkedHashMap<>(16, 0.75f, true);

    public PerAddress(Supplier<T> maker) {
        this.maker = maker;
    }

    public T of(String address) {
        T shared = latest.computeIfAbsent(address, unused -> maker.get());
        if (latest.size() > KEPT) {
            latest.remove(latest.keySet().iterator().next());
        }
        return shared;
    }
}
