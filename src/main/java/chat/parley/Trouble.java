package chat.parley;

import io.vertx.core.Future;

/** Says which part of the server could not start, and which setting it hangs on. */
final class Trouble {
    private Trouble() {}

    static <T> Future<T> with(String part, Future<T> start) {
        return start.recover(e -> Future.failedFuture(
                e instanceof CannotStartException
                        ? e
                        : new CannotStartException(part + " could not start: " + root(e))));
    }

    /** {@code group}: the settings of the door. */
    static <T> Future<T> withDoor(String group, String host, int port, Future<T> start) {
        return with("The door at " + host + ":" + port + " (" + group + ".host, " + group + ".port)", start);
    }

    /** The first line of what was wrong in the end. */
    private static String root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElseThrow();
    }
}
