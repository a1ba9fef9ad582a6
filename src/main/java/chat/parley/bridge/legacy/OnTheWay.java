package chat.parley.bridge.legacy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What a client said and the journal has not answered yet: so much of it that one commit can hold many, no more. */
final class OnTheWay {
    private record Waiter(int until, Promise<Void> promise) {}

    private final int most;
    private final List<Waiter> waiters = new ArrayList<>(1);
    private int count;

    OnTheWay(int most) {
        this.most = most;
    }

    /** Completes when there is room for another. */
    Future<Void> add(Future<Void> said) {
        count++;
        said.onComplete(done -> answered());
        return until(most - 1);
    }

    /** Completes when everything is answered. */
    Future<Void> none() {
        return until(0);
    }

    private Future<Void> until(int left) {
        if (count <= left) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = Promise.promise();
        waiters.add(new Waiter(left, promise));
        return promise.future();
    }

    private void answered() {
        count--;
        List<Promise<Void>> due = new ArrayList<>(1);
        for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
            Waiter waiter = all.next();
            if (count <= waiter.until()) {
                all.remove();
                due.add(waiter.promise());
            }
        }
        due.forEach(Promise::complete);
    }
}
