package chat.parley.console;

import chat.parley.support.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A listener that keeps what it hears. */
final class Recorder implements Listener {
    final BlockingQueue<Welcome> welcomes = new LinkedBlockingQueue<>();
    final BlockingQueue<Said> entries = new LinkedBlockingQueue<>();
    final BlockingQueue<RoomInfo> rooms = new LinkedBlockingQueue<>();
    final BlockingQueue<String> offline = new LinkedBlockingQueue<>();
    final BlockingQueue<String> over = new LinkedBlockingQueue<>();

    /** A client at the native door that waits little between attempts. */
    static Client client(TestServer server, ConfigFolder folder, String name, Listener listener) {
        Address address = new Address("localhost", server.tcpPort(), true);
        Client.Options options = new Client.Options(
                address, Optional.of(new Login.Guest(name)), Optional.empty(), Optional.of(20), false);
        return new Client(
                options,
                new KnownServers(folder, sentence -> {}),
                listener,
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), new Random(1)));
    }

    static <T> T take(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("Nothing came");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    List<String> texts(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> take(entries).text())
                .toList();
    }

    @Override
    public void online(Welcome welcome, boolean renewed) {
        welcomes.add(welcome);
    }

    @Override
    public void offline(String why, Duration retryIn) {
        offline.add(why);
    }

    @Override
    public void entry(Said entry) {
        entries.add(entry);
    }

    @Override
    public void room(RoomInfo room) {
        rooms.add(room);
    }

    @Override
    public void over(End end, String sentence) {
        over.add(end + " " + sentence);
    }
}
