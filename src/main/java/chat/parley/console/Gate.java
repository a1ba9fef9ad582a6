package chat.parley.console;

import java.util.concurrent.CancellationException;

/** Lets a transfer pass, holds it while it is paused, and ends it when it is cancelled. */
final class Gate {
    private boolean paused;
    private boolean cancelled;

    synchronized void pause() {
        paused = true;
    }

    synchronized void resume() {
        paused = false;
        notifyAll();
    }

    synchronized void cancel() {
        cancelled = true;
        notifyAll();
    }

    synchronized boolean isPaused() {
        return paused;
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Waits while it is paused. Throws {@link CancellationException} when it is cancelled. */
    synchronized void pass() {
        while (paused && !cancelled) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                cancelled = true;
            }
        }
        if (cancelled) {
            throw new CancellationException("It was cancelled.");
        }
    }
}
