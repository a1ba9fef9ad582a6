package chat.parley.check;

import java.io.IOException;
import java.util.Random;

/** Somebody who chats, loses the connection, comes back and goes on. */
abstract class Client {
    private static final long RETRY_MS = 100;

    final Site site;
    final String name;
    final DoorKind door;
    final Random random;
    private final long pauseMs;
    private final Thread driver = new Thread(this::drive, "check-client");
    private volatile boolean talking = true;
    private volatile boolean ended;
    private int lastNumber;

    Client(Site site, String name, DoorKind door, long seed, long pauseMs) {
        this.site = site;
        this.name = name;
        this.door = door;
        this.random = new Random(seed ^ name.hashCode());
        this.pauseMs = pauseMs;
    }

    final void start() {
        driver.setDaemon(true);
        driver.start();
    }

    /** Says nothing new from now on; what waits for an answer is still cared for. */
    final void hush() {
        talking = false;
    }

    final void end() throws InterruptedException {
        ended = true;
        cut();
        driver.join(20_000);
    }

    private void drive() {
        try {
            while (!ended) {
                step();
                Thread.sleep(pauseMs / 2 + random.nextInt((int) pauseMs + 1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        if (isResting() && !isConnected()) {
            return;
        }
        try {
            if (!isConnected()) {
                connect();
            }
            tend();
            if (talking) {
                speak();
            }
        } catch (IOException | Refused e) {
            Thread.sleep(RETRY_MS);
        }
    }

    final synchronized int nextNumber() {
        return ++lastNumber;
    }

    abstract boolean isConnected();

    /** Whether it stays away for now: nobody is to wait for it. */
    boolean isResting() {
        return false;
    }

    abstract void connect() throws IOException, Refused;

    /** Looks after what was said before. */
    abstract void tend() throws IOException, Refused;

    abstract void speak() throws IOException, Refused;

    /** Cuts the connection in the middle of a frame. */
    abstract void cutWithinFrame();

    abstract void cut();

    /** Whether everything that was said has its answer. */
    abstract boolean isSettled();
}
