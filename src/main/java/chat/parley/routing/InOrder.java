package chat.parley.routing;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Runs what belongs to one key one after the other, and what belongs to different keys side by side. */
final class InOrder<K> {
    private final Map<K, Future<?>> tails = new HashMap<>();

    <T> Future<T> run(K key, Supplier<Future<T>> work) {
        Future<?> tail = tails.get(key);
        Future<T> mine = tail == null ? work.get() : tail.transform(done -> work.get());
        if (mine.isComplete()) {
            return mine;
        }
        tails.put(key, mine);
        return mine.onComplete(done -> tails.remove(key, mine));
    }
}
