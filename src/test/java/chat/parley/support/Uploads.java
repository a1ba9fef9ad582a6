package chat.parley.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Files over HTTP in one request each. */
public final class Uploads {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Uploads() {}

    /** Uploads all of a file; answers its id. */
    public static String upload(TestServer server, String token, byte[] bytes) {
        HttpResponse<String> created = tryUpload(server, token, bytes);
        if (created.statusCode() != 201) {
            throw new AssertionError(created.statusCode() + " " + created.body());
        }
        String location = created.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    public static HttpResponse<String> tryUpload(TestServer server, String token, byte[] bytes) {
        return send(HttpRequest.newBuilder(URI.create(server.server().webUrl() + "/files/upload"))
                .header("Tus-Resumable", "1.0.0")
                .header("Authorization", "Bearer " + token)
                .header("Upload-Length", String.valueOf(bytes.length))
                .header("Upload-Metadata", "filename cGljdHVyZS5wbmc=,filetype aW1hZ2UvcG5n")
                .header("Content-Type", "application/offset+octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build());
    }

    /** The status of a download by a link, as {@code files.link} tells it. */
    public static int download(TestServer server, String link) {
        return send(HttpRequest.newBuilder(URI.create(server.server().webUrl() + link))
                        .build())
                .statusCode();
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
