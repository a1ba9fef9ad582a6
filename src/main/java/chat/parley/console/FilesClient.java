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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Files over HTTP: uploads by tus 1.0.0 (tus.io), downloads by a link; both go on where they stopped. Blocking. */
final class FilesClient {
    /** With the waits between them about five minutes: a server that is updated, a train in a tunnel. */
    private static final int ATTEMPTS = 16;

    private static final long LONGEST_WAIT = 30_000;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_SAID = 2000;

    private final HttpClient http;
    private final URI base;
    private final String token;
    private final TransferMemory memory;

    /**
     * @param authority PEM of the authority that vouches for that address; empty: one that the system trusts
     * @throws CallException when the token or the file would go over a network in the clear
     */
    FilesClient(String filesUrl, String authority, String token, TransferMemory memory) throws CallException {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .sslContext(FilesTrust.of(authority))
                .build();
        try {
            this.base = URI.create(filesUrl);
        } catch (IllegalArgumentException e) {
            throw new CallException("", "The server names no address for files.");
        }
        this.token = token;
        this.memory = memory;
        String host = String.valueOf(base.getHost()).replaceAll("[\\[\\]]", "");
        boolean clear = "http".equals(base.getScheme()) && Address.isLoopback(host);
        if (!clear && !"https".equals(base.getScheme())) {
            throw new CallException(
                    "",
                    "The server offers files without TLS only (" + filesUrl
                            + "): everybody on the way could read them and take over your session. Its operator can set web.url.");
        }
    }

    /** Answers the file's id. An upload that an earlier run left unfinished goes on, while the file is the same. */
    String upload(Path file, String type, Gate gate, LongConsumer progress)
            throws IOException, InterruptedException, CallException {
        long size = Files.size(file);
        String key = "up " + Fingerprint.of(base, token, file.toRealPath(), size, Files.getLastModifiedTime(file));
        Mended mended = new Mended(gate);
        Begun begun = begun(key, size);
        if (begun == null) {
            begun = new Begun(create(String.valueOf(file.getFileName()), type, size), 0);
            memory.keep(key, begun.place().getRawPath());
        }
        URI place = begun.place();
        long done = begun.offset();
        try {
            while (done < size) {
                long from = done;
                done = mended.attempt(from, () -> patch(place, file, from, size, progress), () -> offset(place));
            }
        } catch (CancellationException e) {
            delete(place);
            memory.forget(key);
            throw e;
        }
        memory.forget(key);
        String path = place.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private record Begun(URI place, long offset) {}

    /** What an earlier run left, if the server still has it. */
    private @Nullable Begun begun(String key, long size) throws IOException, InterruptedException {
        Optional<String> path = memory.find(key);
        if (path.isEmpty()) {
            return null;
        }
        try {
            URI place = base.resolve(path.get());
            long offset = offset(place);
            return offset < size ? new Begun(place, offset) : null;
        } catch (CallException gone) {
            return null;
        }
    }

    /** Tells the server that an upload is given up; if it does not hear that, the upload expires. */
    private void delete(URI place) throws InterruptedException {
        try {
            ask(tus(place.getRawPath()).DELETE());
        } catch (IOException e) {
            // It expires
        }
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

    /**
     * Writes to a file, after what it has already; {@code link} answers a link that works now. What came is compared
     * with the server's hash of it.
     */
    void download(Callable<String> link, Path part, long size, Gate gate, LongConsumer progress)
            throws IOException, InterruptedException, CallException {
        Mended mended = new Mended(gate);
        long done = Files.size(part);
        String[] digest = {""};
        do {
            long from = done;
            done = mended.attempt(from, () -> fetch(link.call(), part, from, digest, progress), () -> Files.size(part));
        } while (done < size);
        if (done != size || !(digest[0].isEmpty() || digest[0].equals(Fingerprint.digest(part)))) {
            Files.delete(part);
            throw new IOException(
                    "what came is not what was sent (" + done + " of " + size + " bytes). Please try again");
        }
    }

    private long fetch(String link, Path part, long from, String[] digest, LongConsumer progress)
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
        if (from > 0 && response.statusCode() == 416) { // it was all there
            response.body().close();
            return from;
        }
        expect(response, from > 0 ? 206 : 200);
        digest[0] = response.headers().firstValue("Repr-Digest").orElse("");
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
        private final Gate gate;
        private int failures;

        Mended(Gate gate) {
            this.gate = gate;
        }

        long attempt(long from, Callable<Long> action, Callable<Long> position)
                throws IOException, InterruptedException, CallException {
            try {
                gate.pass();
                return call(action);
            } catch (IOException e) {
                gate.pass(); // a long pause ends the connection, and a cancelled transfer ends here
                while (true) {
                    if (++failures >= ATTEMPTS) {
                        throw e;
                    }
                    Thread.sleep(Math.min(250L << failures, LONGEST_WAIT));
                    gate.pass();
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
