package chat.parley.console;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one thread that a client's state lives on. After {@code close} nothing more runs, and nobody is told off for asking. */
final class Loop implements Executor, AutoCloseable {
    private static final int CLOSE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread made = new Thread(task, "parley-client");
        made.setDaemon(true);
        return made;
    });

    @Override
    public void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // Closed
        }
    }

    void later(Duration delay, Runnable task) {
        try {
            Future<?> unused = thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed
        }
    }

    /** Runs it and waits for its end: who asks is held up as long. */
    void await(Runnable task) {
        try {
            thread.submit(task).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (RejectedExecutionException | CancellationException e) {
            // Closed
        }
    }

    /** Ends after this last task. */
    void close(Runnable last) {
        try {
            thread.submit(last).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            // It ends anyway
        }
        close();
    }

    @Override
    public void close() {
        for (Runnable never : thread.shutdownNow()) {
            if (never instanceof Future<?> waitedFor) {
                waitedFor.cancel(false);
            }
        }
    }
}
