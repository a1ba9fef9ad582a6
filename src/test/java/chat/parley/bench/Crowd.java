package chat.parley.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** All clients of a run, on one thread; the first thing that goes wrong with any of them ends the run. */
final class Crowd implements AutoCloseable {
    /** Clients that log in at the same time. */
    private static final int AT_ONCE = 64;

    private static final int READ = 256 * 1024;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final DoorKind door;
    private final BenchServer server;
    private final SslContext tls;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final List<Client> all = new ArrayList<>();
    private CompletableFuture<List<Client>> opened = new CompletableFuture<>();
    private List<Client> fresh = new ArrayList<>();
    private int wanted;
    private int begun;
    private int names;
    private long received;

    Crowd(DoorKind door, BenchServer server) {
        this.door = door;
        this.server = server;
        try {
            this.tls = SslContextBuilder.forClient()
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null)
                    .protocols("TLSv1.3")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connects and logs in so many more; answers when all of them are ready. */
    List<Client> open(int count, long seconds) {
        run(() -> {
            opened = new CompletableFuture<>();
            fresh = new ArrayList<>(count);
            wanted = count;
            begun = 0;
            for (int i = 0; i < Math.min(AT_ONCE, count); i++) {
                connect();
            }
            return true;
        });
        return await(opened, seconds, "logging in " + count + " clients");
    }

    private void connect() {
        begun++;
        Client client = new Client(this, door.framing(), door.speech(name(names++)));
        all.add(client);
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (door == DoorKind.TLS) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline().addLast(client);
                    }
                })
                .connect("127.0.0.1", door.port(server))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        fail("A connection was refused: " + done.cause());
                    }
                });
    }

    /** Letters that no two names with different ones look alike in. */
    private static String name(int number) {
        StringBuilder name = new StringBuilder("u");
        for (char digit : Integer.toString(number).toCharArray()) {
            name.append("abcdefghkt".charAt(digit - '0'));
        }
        return name.toString();
    }

    void ready(Client client) {
        fresh.add(client);
        if (fresh.size() == wanted) {
            opened.complete(fresh);
        } else if (begun < wanted) {
            connect();
        }
    }

    /** Bytes came in. */
    void received(int bytes) {
        received += bytes;
    }

    /** Bytes that all clients have received, without TLS. On the clients' thread. */
    long received() {
        return received;
    }

    void fail(String reason) {
        failure.completeExceptionally(new LostException(reason));
    }

    /** Runs on the clients' thread. */
    <T> T run(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return await(done, 60, "the clients' thread");
    }

    BenchServer server() {
        return server;
    }

    EventLoop loop() {
        return loop;
    }

    /** Lets so many milliseconds pass, unless something goes wrong. */
    void pass(long millis) {
        try {
            failure.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException fine) {
            return;
        } catch (InterruptedException | ExecutionException e) {
            throw failed(e);
        }
    }

    <T> T await(CompletableFuture<T> future, long seconds, String what) {
        try {
            CompletableFuture.anyOf(future, failure).get(seconds, TimeUnit.SECONDS);
            return future.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new LostException(what + " took more than " + seconds + " s");
        } catch (InterruptedException | ExecutionException e) {
            throw failed(e);
        }
    }

    private static LostException failed(Exception e) {
        return e.getCause() instanceof LostException lost ? lost : new LostException(String.valueOf(e));
    }

    @Override
    public void close() {
        loop.execute(() -> all.forEach(Client::close));
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
