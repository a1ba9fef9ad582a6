package chat.parley.protocol;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One HTTP request of the document, and the answer that came. */
final class HttpExample {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpResponse<String> response;

    private HttpExample(HttpResponse<String> response) {
        this.response = response;
    }

    /** A message as it is written: a first line of words, headers, and a body after an empty line. */
    private record Message(List<String> first, List<String[]> headers, String body) {
        static Message of(String text) {
            String[] parts = text.split("\n\n", 2);
            List<String[]> headers = new ArrayList<>();
            parts[0].lines().skip(1).forEach(line -> headers.add(line.strip().split(": *", 2)));
            String first = parts[0].lines().findFirst().orElse("");
            return new Message(List.of(first.split(" ", -1)), headers, parts.length < 2 ? "" : parts[1].strip());
        }
    }

    static HttpExample ask(Placeholders placeholders, String text) {
        Message message = Message.of(placeholders.fill(text));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(placeholders.fill("http://localhost:8080")
                        + message.first().get(1)))
                .method(message.first().get(0), BodyPublishers.ofString(message.body()));
        message.headers().forEach(header -> request.header(header[0], header[1]));
        try {
            return new HttpExample(CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Holds the answer against what is written: its status, the headers that are named there, and its body if there. */
    void compare(Placeholders placeholders, String text) {
        Message message = Message.of(text);
        if (response.statusCode() != Integer.parseInt(message.first().get(0))) {
            throw new AssertionError("the document has status "
                    + message.first().get(0) + ", the server said " + response.statusCode() + " " + response.body());
        }
        for (String[] header : message.headers()) {
            String value = response.headers()
                    .firstValue(header[0])
                    .orElseThrow(() -> new AssertionError("the server sent no header " + header[0] + ", but "
                            + response.headers().map()));
            check(header[0], placeholders.difference(header[1], value));
        }
        if (!message.body().isEmpty()) {
            check(
                    "body",
                    placeholders.difference(message.body(), response.body().strip()));
        }
    }

    private static void check(String where, @Nullable String difference) {
        if (difference != null) {
            throw new AssertionError(where + ": " + difference);
        }
    }
}
