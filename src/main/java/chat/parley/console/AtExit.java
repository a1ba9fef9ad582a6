package chat.parley.console;

import java.util.concurrent.TimeUnit;

/** Ends a guest's session also when the process is told to end, so that its name is free for the next run. */
final class AtExit implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 2;

    private final Client client;
    private final boolean guest;
    private final Thread hook = new Thread(this::now, "parley-leave");

    /** @param guest whether there is a session to end; one of a token goes on */
    AtExit(Client client, boolean guest) {
        this.client = client;
        this.guest = guest;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void now() {
        if (!guest) {
            return;
        }
        client.logout()
                .handle((done, failure) -> done)
                .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs already
        }
    }
}
