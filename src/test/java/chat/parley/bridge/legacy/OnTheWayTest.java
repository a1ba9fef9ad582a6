package chat.parley.bridge.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

class OnTheWayTest {
    private final OnTheWay onTheWay = new OnTheWay(2);
    private final Promise<Void> one = Promise.promise();
    private final Promise<Void> two = Promise.promise();

    @Test
    void add_belowTheMost_hasRoomAtOnce() {
        assertThat(onTheWay.add(one.future()).isComplete()).isTrue();
        assertThat(onTheWay.add(two.future()).isComplete()).isFalse();
    }

    @Test
    void add_full_hasRoomWhenAnyIsAnswered() {
        Future<Void> first = onTheWay.add(one.future());
        Future<Void> second = onTheWay.add(two.future());
        two.complete();
        assertThat(first.isComplete()).isTrue();
        assertThat(second.isComplete()).isTrue();
    }

    @Test
    void none_whileSomeAreOnTheWay_waitsForTheLast() {
        onTheWay.add(one.future());
        onTheWay.add(two.future());
        Future<Void> none = onTheWay.none();
        two.complete();
        assertThat(none.isComplete()).isFalse();
        one.fail("refused"); // an answer too
        assertThat(none.isComplete()).isTrue();
    }
}
