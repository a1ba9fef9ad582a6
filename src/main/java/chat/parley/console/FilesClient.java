package chat.parley.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;

/** Files over HTTP: uploads by tus 1.0.0 (tus.io), downloads by a link; both go on where they stopped. Blocking. */
final class FilesClient {
    private static final int ATTEMPTS = 6;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_SAID = 2000;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI base;
    private final String token;

    /** @throws CallException when the token or the file would go over a network in the clear */
    FilesClient(String filesUrl, String token) throws CallException {
        try {
            this.base = URI.create(filesUrl);
        } catch (IllegalArgumentException e) {
            throw new CallException("", "The server names no address for files.");
        }
        this.token = token;
        String host = String.valueOf(base.getHost()).replaceAll("[\\[\\]]", "");
        boolean clear = "http".equals(base.getScheme()) && Address.isLoopback(host);
        if (!clear && !"https".equals(base.getScheme())) {
            throw new CallException(
                    "",
                    "The server offers files without TLS only (" + filesUrl
                            + "): everybody on the way could read them and take over your session. Its operator can set web.url.");
        }
    }

    /** Answers the file's id. */
    String upload(Path file, String type, LongConsumer progress)
            throws IOException, InterruptedException, CallException {
        long size = Files.size(file);
        URI place = create(String.valueOf(file.getFileName()), type, size);
        Mended mended = new Mended();
        long done = 0;
        while (done < size) {
            long from = done;
            done = mended.attempt(from, () -> patch(place, file, from, size, progress), () -> offset(place));
        }
        String path = place.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private URI create(String name, String type, long size) throws IOException, InterruptedException, CallException {
        HttpResponse<InputStream> response = ask(tus("/files/upload")
                .header("Upload-Length", String.valueOf(size))
                .header("Upload-Metadata", "filename " + base64(name) + ",filetype " + base64(type))
                .POST(BodyPublishers.noBody()));
        expect(response, 201);
        return base.resolve(response.headers()
                .firstValue("Location")
                .orElseThrow(() -> new IOException("the server named no place for the upload")));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private long patch(URI place, Path file, long from, long size, LongConsumer progress)
            throws IOException, InterruptedException, CallException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try (InputStream in = new Counted(Channels.newInputStream(channel.position(from)), from, size, progress)) {
            HttpResponse<InputStream> response = ask(tus(place.getRawPath())
                    .header("Content-Type", "application/offset+octet-stream")
                    .header("Upload-Offset", String.valueOf(from))
                    .method(
                            "PATCH",
                            BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> in), size - from)));
            expect(response, 204);
            return response.headers().firstValueAsLong("Upload-Offset").orElse(size);
        }
    }

    private long offset(URI place) throws IOException, InterruptedException, CallException {
        HttpResponse<InputStream> response = ask(tus(place.getRawPath()).method("HEAD", BodyPublishers.noBody()));
        expect(response, 200);
        return response.headers()
                .firstValueAsLong("Upload-Offset")
                .orElseThrow(() -> new IOException("the server told no offset"));
    }

    private HttpRequest.Builder tus(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("Tus-Resumable", "1.0.0")
                .header("Authorization", "Bearer " + token);
    }

    /** Writes to a new file; {@code link} answers a link that works now. */
    void download(Callable<String> link, Path part, long size, LongConsumer progress)
            throws IOException, InterruptedException, CallException {
        Files.createFile(part);
        Mended mended = new Mended();
        long done = 0;
        do {
            long from = done;
            done = mended.attempt(from, () -> fetch(link.call(), part, from, progress), () -> Files.size(part));
        } while (done < size);
        if (done != size) {
            throw new IOException("it has " + done + " bytes instead of " + size);
        }
    }

    private long fetch(String link, Path part, long from, LongConsumer progress)
            throws IOException, InterruptedException, CallException {
        URI place = base.resolve(link + (link.indexOf('?') < 0 ? "?" : "&") + "download=1");
        if (!String.valueOf(place.getAuthority()).equals(String.valueOf(base.getAuthority()))) {
            throw new CallException("", "The server's link leads to another server.");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(place).GET();
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        HttpResponse<InputStream> response = ask(request);
        expect(response, from > 0 ? 206 : 200);
        try (InputStream in = response.body();
                OutputStream out = Files.newOutputStream(part, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            byte[] buffer = new byte[64 * 1024];
            long done = from;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                done += n;
                progress.accept(done);
            }
            return done;
        }
    }

    private HttpResponse<InputStream> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofInputStream());
    }

    /** 5xx and an offset that is not ours pass; everything else that was not expected is a refusal. */
    private static void expect(HttpResponse<InputStream> response, int status) throws IOException, CallException {
        if (response.statusCode() == status) {
            return;
        }
        String said;
        try (InputStream body = response.body()) {
            said = Clean.line(new String(body.readNBytes(MOST_SAID), StandardCharsets.UTF_8).strip());
        }
        String sentence = said.isEmpty() ? "the server answered " + response.statusCode() : said;
        if (response.statusCode() == 409 || response.statusCode() == 503) {
            throw new IOException(sentence);
        }
        throw new CallException("", sentence);
    }

    /** Attempts that go on where the one before stopped; it gives up when several in a row moved nothing. */
    private static final class Mended {
        private int failures;

        long attempt(long from, Callable<Long> action, Callable<Long> position)
                throws IOException, InterruptedException, CallException {
            try {
                return call(action);
            } catch (IOException e) {
                while (true) {
                    if (++failures >= ATTEMPTS) {
                        throw e;
                    }
                    Thread.sleep(250L << failures);
                    try {
                        long now = call(position);
                        failures = now > from ? 0 : failures;
                        return now;
                    } catch (IOException again) {
                        e.addSuppressed(again);
                    }
                }
            }
        }

        private static long call(Callable<Long> action) throws IOException, InterruptedException, CallException {
            try {
                return action.call();
            } catch (IOException | InterruptedException | CallException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }
}
