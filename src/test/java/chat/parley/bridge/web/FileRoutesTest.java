package chat.parley.bridge.web;

import static chat.parley.files.StoreProbe.await;
import static chat.parley.files.StoreProbe.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.bridge.FileLinks;
import chat.parley.bus.Bus;
import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import chat.parley.bus.Log;
import chat.parley.bus.Users;
import chat.parley.crypto.LinkSigner;
import chat.parley.files.StoreProbe;
import chat.parley.model.FileId;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.SessionId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import chat.parley.support.Images;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files through a real HTTP server and a real store; who somebody is and what they may read is answered by the test. */
class FileRoutesTest {
    private static final UserId ANN = UserId.random();
    private static final UserId BOB = UserId.random();
    private static final UserId EVE = UserId.random();
    private static final Map<String, UserId> TOKENS = Map.of("ann-token", ANN, "bob-token", BOB, "eve-token", EVE);
    private static final String BYTES = "application/offset+octet-stream";

    @TempDir
    Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LinkSigner signer = new LinkSigner(new byte[32]);
    private final Map<RoomId, Set<UserId>> members = new ConcurrentHashMap<>();
    private final Map<Integer, CompletableFuture<Void>> closings = new ConcurrentHashMap<>();
    private StoreProbe store;
    private HttpServer server;

    @BeforeEach
    void start() {
        serve(new StoreProbe(folder), Duration.ofMinutes(2));
    }

    private void serve(StoreProbe opened, Duration silence) {
        store = opened;
        Bus bus = store.bus();
        await(bus.answer(Users.IDENTIFY, this::identify));
        await(bus.answer(Users.ALIVE, this::alive));
        await(bus.answer(Log.MAY_READ, this::mayRead));
        Router router = Router.router(store.vertx());
        new FileRoutes(bus, store.settings(), silence, signer).mount(router);
        server = await(store.vertx()
                .createHttpServer()
                .connectionHandler(connection -> connection.closeHandler(closed -> closings.computeIfAbsent(
                                connection.remoteAddress().port(), port -> new CompletableFuture<>())
                        .complete(null)))
                .requestHandler(router)
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        store.close();
    }

    /** Sessions here have the ids of their users. */
    private Future<Users.Holder> alive(Users.Alive alive) {
        return Future.succeededFuture(holder(new UserId(alive.session().value())));
    }

    private static Users.Holder holder(UserId id) {
        return new Users.Holder(new User(id, new UserName("somebody"), UserKind.GUEST), new SessionId(id.value()));
    }

    private Future<Users.Holder> identify(Users.Token token) {
        UserId id = TOKENS.get(token.token().value());
        if (id == null) {
            throw Failure.BAD_TOKEN.because("This token is unknown.");
        }
        return Future.succeededFuture(holder(id));
    }

    private Future<Done> mayRead(Log.MayRead may) {
        return store.bus().ask(Files.FIND, new Files.Find(may.file())).map(stored -> {
            if (stored.rooms().stream()
                    .noneMatch(room -> members.getOrDefault(room, Set.of()).contains(may.reader()))) {
                throw Failure.NO_SUCH_FILE.because("There is no such file.");
            }
            return Done.DONE;
        });
    }

    // ---- uploads

    @Test
    void options_always_tellWhatIsSpoken() throws Exception {
        HttpResponse<String> answer = send(request("/files/upload").method("OPTIONS", BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
        assertThat(header(answer, "Tus-Extension"))
                .isEqualTo("creation,creation-with-upload,checksum,expiration,termination");
        assertThat(header(answer, "Tus-Checksum-Algorithm")).isEqualTo("sha1,sha256,md5");
        assertThat(header(answer, "Tus-Max-Size")).isEqualTo("10000000");
    }

    @Test
    void upload_inOneGo_isAFile() throws Exception {
        byte[] content = random(1_000_003);
        String location = create("ann-token", content.length, "report.pdf");
        HttpResponse<String> patched = send(patch("ann-token", location, 0, BodyPublishers.ofByteArray(content)));
        assertThat(patched.statusCode()).isEqualTo(204);
        assertThat(header(patched, "Upload-Offset")).isEqualTo("1000003");
        assertThat(header(patched, "Tus-Resumable")).isEqualTo("1.0.0");
        FileId id = idOf(location);
        assertThat(store.content(id)).isEqualTo(content);
        assertThat(store.ask(Files.FIND, new Files.Find(id)).file().name()).isEqualTo("report.pdf");
        assertThat(store.ask(Files.FIND, new Files.Find(id)).owner()).isEqualTo(ANN);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void upload_anyPieces_sameBytes(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] content = random(400_000);
        String location = create("ann-token", content.length, "a");
        int at = 0;
        while (at < content.length) {
            int length = Math.min(content.length - at, random.nextInt(150_000));
            byte[] piece = Arrays.copyOfRange(content, at, at + length);
            BodyPublisher body = random.nextBoolean()
                    ? BodyPublishers.ofByteArray(piece)
                    : BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(piece)); // chunked
            HttpResponse<String> answer = send(patch("ann-token", location, at, body));
            at += length;
            assertThat(header(answer, "Upload-Offset")).isEqualTo(String.valueOf(at));
        }
        assertThat(store.content(idOf(location))).isEqualTo(content);
    }

    @Test
    void upload_severalAtOnce_eachItsOwnBytes() throws Exception {
        Map<String, byte[]> contents = new HashMap<>();
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            byte[] content = new byte[700_001];
            Arrays.fill(content, (byte) i);
            String location = create("ann-token", content.length, "a");
            contents.put(location, content);
            all.add(http.sendAsync(
                    patch("ann-token", location, 0, BodyPublishers.ofByteArray(content))
                            .build(),
                    BodyHandlers.ofString()));
        }
        all.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(204));
        contents.forEach(
                (location, content) -> assertThat(store.content(idOf(location))).isEqualTo(content));
    }

    @Test
    void upload_zeroBytes_finishedAtCreation() throws Exception {
        String location = create("ann-token", 0, "empty");
        assertThat(store.content(idOf(location))).isEmpty();
        HttpResponse<String> head = head("ann-token", location);
        assertThat(header(head, "Upload-Offset")).isEqualTo("0");
        assertThat(header(head, "Upload-Length")).isEqualTo("0");
    }

    @Test
    void upload_connectionCut_goesOnWhereItEnded() throws Exception {
        byte[] content = random(500_000);
        String location = create("ann-token", content.length, "a");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(patchHead(location, content.length));
            out.write(content, 0, 200_000);
            out.flush();
        }
        // What had arrived may still be on its way to the disk: then the offset has moved on, and is asked for again.
        int status = 409;
        for (int tries = 0; status == 409 && tries < 100; tries++) {
            int offset = Integer.parseInt(header(head("ann-token", location), "Upload-Offset"));
            byte[] rest = Arrays.copyOfRange(content, offset, content.length);
            status = send(patch("ann-token", location, offset, BodyPublishers.ofByteArray(rest)))
                    .statusCode();
        }
        assertThat(status).isEqualTo(204);
        assertThat(store.content(idOf(location))).isEqualTo(content);
    }

    @Test
    void upload_restartInTheMiddle_goesOn() throws Exception {
        byte[] content = random(300_000);
        String location = create("ann-token", content.length, "a");
        send(patch("ann-token", location, 0, BodyPublishers.ofByteArray(Arrays.copyOf(content, 100_000))));
        store.stop();
        assertThat(head("ann-token", location).statusCode()).isEqualTo(503);
        store.start();
        assertThat(header(head("ann-token", location), "Upload-Offset")).isEqualTo("100000");
        byte[] rest = Arrays.copyOfRange(content, 100_000, content.length);
        send(patch("ann-token", location, 100_000, BodyPublishers.ofByteArray(rest)));
        assertThat(store.content(idOf(location))).isEqualTo(content);
    }

    /** The server went down after the last byte and before the end of the upload: the client sees it complete. */
    @Test
    void head_allBytesThereButNotFinished_finishes() throws Exception {
        FileId id = store.begin(ANN, 3L);
        store.write(id, ANN, 0, bytes("abc"));
        assertThat(header(head("ann-token", "/files/upload/" + id), "Upload-Offset"))
                .isEqualTo("3");
        assertThat(store.content(id)).isEqualTo(bytes("abc"));
    }

    @Test
    void patch_afterTheEnd_emptyIsFineAndMoreIsNot() throws Exception {
        String location = create("ann-token", 3, "a");
        send(patch("ann-token", location, 0, BodyPublishers.ofByteArray(bytes("abc"))));
        assertThat(send(patch("ann-token", location, 3, BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(204);
        assertThat(send(patch("ann-token", location, 3, BodyPublishers.ofByteArray(bytes("d"))))
                        .statusCode())
                .isEqualTo(413);
        assertThat(store.content(idOf(location))).isEqualTo(bytes("abc"));
    }

    @Test
    void patch_wrongOffset_conflictAndNothingWritten() throws Exception {
        String location = create("ann-token", 10, "a");
        HttpResponse<String> answer = send(patch("ann-token", location, 4, BodyPublishers.ofByteArray(bytes("abc"))));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("has 0 bytes");
        assertThat(header(head("ann-token", location), "Upload-Offset")).isEqualTo("0");
    }

    @Test
    void patch_moreThanAnnounced_tooLarge() throws Exception {
        String location = create("ann-token", 3, "a");
        HttpResponse<String> sized = send(patch("ann-token", location, 0, BodyPublishers.ofByteArray(bytes("abcd"))));
        assertThat(sized.statusCode()).isEqualTo(413);
        assertThat(sized.body()).contains("3").contains("4");
        BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(bytes("abcd")));
        assertThat(send(patch("ann-token", location, 0, chunked)).statusCode()).isEqualTo(413);
    }

    @Test
    void patch_otherContentType_refused() throws Exception {
        String location = create("ann-token", 3, "a");
        HttpRequest.Builder wrong = tus("ann-token", location)
                .header("Upload-Offset", "0")
                .header("Content-Type", "text/plain")
                .method("PATCH", BodyPublishers.ofByteArray(bytes("abc")));
        assertThat(send(wrong).statusCode()).isEqualTo(415);
    }

    @Test
    void patch_byMethodOverride_works() throws Exception {
        String location = create("ann-token", 3, "a");
        HttpRequest.Builder override = tus("ann-token", location)
                .header("Upload-Offset", "0")
                .header("Content-Type", BYTES)
                .header("X-HTTP-Method-Override", "PATCH")
                .POST(BodyPublishers.ofByteArray(bytes("abc")));
        assertThat(send(override).statusCode()).isEqualTo(204);
        assertThat(store.content(idOf(location))).isEqualTo(bytes("abc"));
    }

    /** As curl sends a large body: it waits until it is told to go on. */
    @Test
    void patch_expectContinue_toldToGoOn() throws Exception {
        String location = create("ann-token", 3, "a");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PATCH " + location + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nConnection: close\r\n"
                            + "Authorization: Bearer ann-token\r\nContent-Type: " + BYTES
                            + "\r\nUpload-Offset: 0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] first = socket.getInputStream().readNBytes(25);
            assertThat(new String(first, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100 Continue");
            out.write(bytes("abc"));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("204");
        }
        assertThat(store.content(idOf(location))).isEqualTo(bytes("abc"));
    }

    @Test
    void patch_largeBodyRefused_isNotReadToItsEnd() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(("PATCH /files/upload/" + FileId.random() + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\n"
                            + "Content-Type: " + BYTES
                            + "\r\nUpload-Offset: 0\r\nContent-Length: 2000000000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 401");
            assertThatThrownBy(() -> {
                        byte[] junk = new byte[1 << 20];
                        for (int i = 0; i < 100; i++) {
                            out.write(junk);
                        }
                    })
                    .isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void delete_unfinished_gone() throws Exception {
        String location = create("ann-token", 3, "a");
        assertThat(send(tus("bob-token", location).DELETE()).statusCode()).isEqualTo(404);
        assertThat(send(tus("ann-token", location).DELETE()).statusCode()).isEqualTo(204);
        assertThat(head("ann-token", location).statusCode()).isEqualTo(404);
    }

    @Test
    void delete_finished_goneUnlessItWasSent() throws Exception {
        String taken = create("ann-token", 0, "a");
        assertThat(send(tus("ann-token", taken).DELETE()).statusCode()).isEqualTo(204);
        assertThat(head("ann-token", taken).statusCode()).isEqualTo(404);
        String sent = create("ann-token", 0, "a");
        store.ask(Files.SHARE, new Files.Share(List.of(idOf(sent)), ANN, RoomId.LOBBY, MessageId.at(1)));
        assertThat(send(tus("ann-token", sent).DELETE()).statusCode()).isEqualTo(403);
        assertThat(store.content(idOf(sent))).isEmpty();
    }

    @Test
    void create_withTheBytes_isAFileAtOnce() throws Exception {
        byte[] content = random(300_000);
        HttpRequest.Builder whole = tus("ann-token", "/files/upload")
                .header("Upload-Length", "300000")
                .header("Content-Type", BYTES)
                .POST(BodyPublishers.ofByteArray(content));
        HttpResponse<String> answer = send(whole);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Upload-Offset")).isEqualTo("300000");
        assertThat(store.content(idOf(header(answer, "Location")))).isEqualTo(content);
    }

    @Test
    void create_withTheFirstBytes_goesOnByPatch() throws Exception {
        HttpRequest.Builder first = tus("ann-token", "/files/upload")
                .header("Upload-Length", "6")
                .header("Content-Type", BYTES)
                .POST(BodyPublishers.ofByteArray(bytes("abc")));
        HttpResponse<String> answer = send(first);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Upload-Offset")).isEqualTo("3");
        String location = header(answer, "Location");
        assertThat(send(patch("ann-token", location, 3, BodyPublishers.ofByteArray(bytes("def"))))
                        .statusCode())
                .isEqualTo(204);
        assertThat(store.content(idOf(location))).isEqualTo(bytes("abcdef"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upload-Concat: partial", "Upload-Defer-Length: 1"})
    void create_whatIsNotSpoken_refusedByName(String header) throws Exception {
        String[] parts = header.split(": ", 2);
        HttpRequest.Builder asked = tus("ann-token", "/files/upload")
                .header(parts[0], parts[1])
                .header("Upload-Length", "3")
                .POST(BodyPublishers.noBody());
        HttpResponse<String> answer = send(asked);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(parts[0]);
    }

    @Test
    void head_unfinished_tellsNameLengthAndWhenItExpires() throws Exception {
        String location = create("ann-token", 10, "n\u00e4me.txt");
        HttpResponse<String> head = head("ann-token", location);
        assertThat(header(head, "Upload-Length")).isEqualTo("10");
        assertThat(header(head, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(head, "Upload-Metadata")).isEqualTo("filename bsOkbWUudHh0,filetype dGV4dC9odG1s");
        java.time.Instant expires = java.time.ZonedDateTime.parse(
                        header(head, "Upload-Expires"), java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        assertThat(expires)
                .isBetween(
                        java.time.Instant.now().plus(Duration.ofHours(23)),
                        java.time.Instant.now().plus(Duration.ofHours(25)));
        assertThat(header(head, "Upload-Expires")).matches("\\w{3}, \\d{2} \\w{3} \\d{4} [\\d:]{8} GMT");
    }

    @ParameterizedTest
    @CsvSource({"sha1,SHA-1", "sha256,SHA-256", "md5,MD5"})
    void patch_rightChecksum_counts(String name, String algorithm) throws Exception {
        byte[] content = random(200_000);
        String location = create("ann-token", content.length, "a");
        HttpRequest.Builder patch = patch("ann-token", location, 0, BodyPublishers.ofByteArray(content))
                .header("Upload-Checksum", name + " " + checksum(algorithm, content));
        assertThat(send(patch).statusCode()).isEqualTo(204);
        assertThat(store.content(idOf(location))).isEqualTo(content);
    }

    @Test
    void patch_wrongChecksum_nothingOfItCounts() throws Exception {
        byte[] content = random(200_000);
        String location = create("ann-token", content.length, "a");
        byte[] first = Arrays.copyOf(content, 50_000);
        send(patch("ann-token", location, 0, BodyPublishers.ofByteArray(first)));
        byte[] rest = Arrays.copyOfRange(content, 50_000, content.length);
        String right = "sha256 " + checksum("SHA-256", rest);
        rest[70_000] ^= 1;
        HttpResponse<String> answer = send(patch("ann-token", location, 50_000, BodyPublishers.ofByteArray(rest))
                .header("Upload-Checksum", right));
        assertThat(answer.statusCode()).isEqualTo(460);
        assertThat(header(head("ann-token", location), "Upload-Offset")).isEqualTo("50000");
        rest[70_000] ^= 1;
        assertThat(send(patch("ann-token", location, 50_000, BodyPublishers.ofByteArray(rest))
                                .header("Upload-Checksum", right))
                        .statusCode())
                .isEqualTo(204);
        assertThat(store.content(idOf(location))).isEqualTo(content);
    }

    /** What cannot be checked any more is not kept, and somebody may go on at once. */
    @Test
    void patch_cutWithAChecksum_standsWhereItStood() throws Exception {
        byte[] content = random(500_000);
        String location = create("ann-token", content.length, "a");
        String checksum = "sha1 " + checksum("SHA-1", content);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PATCH " + location + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\n"
                            + "Authorization: Bearer ann-token\r\nContent-Type: " + BYTES + "\r\nUpload-Checksum: "
                            + checksum + "\r\nUpload-Offset: 0\r\nContent-Length: 500000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(content, 0, 200_000);
            out.flush();
        }
        assertThat(header(head("ann-token", location), "Upload-Offset")).isEqualTo("0");
        HttpRequest.Builder again = patch("ann-token", location, 0, BodyPublishers.ofByteArray(content))
                .header("Upload-Checksum", checksum);
        // The one that was cut may get its turn only now
        int status = 409;
        for (int tries = 0; status == 409 && tries < 100; tries++) {
            status = send(again).statusCode();
        }
        assertThat(status).isEqualTo(204);
        assertThat(store.content(idOf(location))).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"crc32 AAAAAA==", "sha1", "sha1 AAAA", "sha1 ***", ""})
    void patch_checksumThatIsNone_badRequestAndNothingWritten(String checksum) throws Exception {
        String location = create("ann-token", 3, "a");
        HttpResponse<String> answer = send(patch("ann-token", location, 0, BodyPublishers.ofByteArray(bytes("abc")))
                .header("Upload-Checksum", checksum));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Upload-Checksum");
        assertThat(header(head("ann-token", location), "Upload-Offset")).isEqualTo("0");
    }

    /** What an older connection still carries comes too late: otherwise it would not be there that one can go on. */
    @Test
    void head_whileAnOlderOneIsWritten_standsWhereItSays() throws Exception {
        byte[] content = random(300_000);
        String location = create("ann-token", content.length, "a");
        try (Socket old = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            OutputStream out = old.getOutputStream();
            out.write(patchHead(location, content.length));
            out.write(content, 0, 100_000);
            arrived(location, 100_000);
            assertThat(header(head("ann-token", location), "Upload-Offset")).isEqualTo("100000");
            out.write(content, 100_000, 100_000);
            byte[] answer = old.getInputStream().readNBytes(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 409");
            assertThat(stands(location)).isEqualTo(100_000);
        }
    }

    /** As after a lost network: the server still waits on the old connection when the client is back. */
    @Test
    void patch_whileAnOlderOneHangs_takesOver() throws Exception {
        byte[] content = random(300_000);
        String location = create("ann-token", content.length, "a");
        try (Socket hanging = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            OutputStream out = hanging.getOutputStream();
            out.write(patchHead(location, content.length));
            out.write(content, 0, 100_000);
            out.flush();
            arrived(location, 100_000);
            long offset = Long.parseLong(header(head("ann-token", location), "Upload-Offset"));
            byte[] rest = Arrays.copyOfRange(content, 100_000, content.length);
            assertThat(send(patch("ann-token", location, offset, BodyPublishers.ofByteArray(rest)))
                            .statusCode())
                    .isEqualTo(204);
            out.write(content, 100_000, 1000); // too late
            out.flush();
            byte[] status = hanging.getInputStream().readNBytes(12);
            assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 409");
        }
        assertThat(store.content(idOf(location))).isEqualTo(content);
    }

    @Test
    void create_overTheQuota_insufficientStorageWithTheNumbers() throws Exception {
        for (int i = 0; i < 4; i++) {
            create("ann-token", StoreProbe.MAX_SIZE, "a");
        }
        HttpResponse<String> answer = send(
                tus("ann-token", "/files/upload").header("Upload-Length", "1").POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(507);
        assertThat(answer.body()).contains("40MB").contains("40000000");
    }

    private static String checksum(String algorithm, byte[] bytes) throws Exception {
        return Base64.getEncoder()
                .encodeToString(
                        java.security.MessageDigest.getInstance(algorithm).digest(bytes));
    }

    @Test
    void upload_withoutOrWithABadToken_unauthorized() throws Exception {
        String location = create("ann-token", 3, "a");
        HttpResponse<String> none =
                send(request(location).header("Tus-Resumable", "1.0.0").method("HEAD", BodyPublishers.noBody()));
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(header(none, "WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(head("wrong", location).statusCode()).isEqualTo(401);
        HttpRequest.Builder post =
                tus("wrong", "/files/upload").header("Upload-Length", "3").POST(BodyPublishers.noBody());
        assertThat(send(post).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob-token", "eve-token"})
    void upload_ofSomebodyElse_asIfItWereNotThere(String token) throws Exception {
        String location = create("ann-token", 3, "a");
        assertThat(head(token, location).statusCode()).isEqualTo(404);
        HttpResponse<String> foreign = send(patch(token, location, 0, BodyPublishers.ofByteArray(bytes("abc"))));
        HttpResponse<String> unknown =
                send(patch(token, "/files/upload/" + FileId.random(), 0, BodyPublishers.ofByteArray(bytes("abc"))));
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(unknown.body());
    }

    @Test
    void upload_otherVersion_preconditionFailed() throws Exception {
        HttpRequest.Builder old = request("/files/upload")
                .header("Authorization", "Bearer ann-token")
                .header("Tus-Resumable", "0.2.2")
                .header("Upload-Length", "3")
                .POST(BodyPublishers.noBody());
        HttpResponse<String> answer = send(old);
        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
    }

    @Test
    void create_tooLarge_refusedWithTheNumber() throws Exception {
        HttpRequest.Builder large = tus("ann-token", "/files/upload")
                .header("Upload-Length", "10000001")
                .POST(BodyPublishers.noBody());
        HttpResponse<String> answer = send(large);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("10000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "1e3", "99999999999999999999", "0x10"})
    void create_badLength_badRequest(String length) throws Exception {
        HttpRequest.Builder bad = tus("ann-token", "/files/upload")
                .header("Upload-Length", length)
                .POST(BodyPublishers.noBody());
        HttpResponse<String> answer = send(bad);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Upload-Length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"filename !!!", "filename /w==", "filename YQ==,filetype *"})
    void create_badMetadata_badRequest(String metadata) throws Exception {
        HttpRequest.Builder bad = tus("ann-token", "/files/upload")
                .header("Upload-Length", "3")
                .header("Upload-Metadata", metadata)
                .POST(BodyPublishers.noBody());
        assertThat(send(bad).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2f..%2fetc%2fpasswd", "%00", "UPPERCASE", "a"})
    void upload_idThatIsNone_notFound(String id) throws Exception {
        assertThat(head("ann-token", "/files/upload/" + id).statusCode()).isEqualTo(404);
    }

    // ---- downloads

    @Test
    void download_ownFile_sameBytesAndSafeHeaders() throws Exception {
        byte[] content = random(1_234_567);
        Files.Stored stored = store.file(ANN, "report.pdf", content);
        HttpResponse<byte[]> answer = get(link(ANN, stored));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(content);
        assertThat(header(answer, "Content-Length")).isEqualTo("1234567");
        assertThat(header(answer, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(answer, "ETag")).isEqualTo(tag(ANN, stored));
        assertThat(header(answer, "Repr-Digest")).isEqualTo("sha-256=:" + checksum("SHA-256", content) + ":");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
        assertThat(header(answer, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(answer, "Cache-Control")).isEqualTo("private");
        assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><script>alert(1)</script>",
                "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
                "%PDF-1.7",
                "plain text",
                "GIF8",
                " \u0089PNG\r\n"
            })
    void download_anythingButAnImage_attachmentOfBytes(String content) throws Exception {
        HttpResponse<byte[]> answer = get(link(ANN, store.file(ANN, "x.png", bytes(content))));
        assertThat(header(answer, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(answer, "Content-Disposition")).startsWith("attachment;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
    void download_image_inlineAndAttachmentOnDemand(String type) throws Exception {
        byte[] content = Images.head(type, 640, 480);
        String link = link(ANN, store.file(ANN, "x.html", content));
        HttpResponse<byte[]> shown = get(link);
        assertThat(header(shown, "Content-Type")).isEqualTo(type);
        assertThat(header(shown, "Content-Disposition")).startsWith("inline;");
        assertThat(header(shown, "Content-Security-Policy")).startsWith("sandbox");
        assertThat(header(get(link + "&download=1"), "Content-Disposition")).startsWith("attachment;");
    }

    /** A few bytes that a browser would unpack into gigabytes, by whatever it asks for pictures with. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Sec-Fetch-Dest|image", "Accept|image/avif,image/webp,image/*,*/*;q=0.8"})
    void download_imageBomb_savedButNotShown(String header, String value) throws Exception {
        byte[] bomb = Images.png(60_000, 60_000);
        String link = link(ANN, store.file(ANN, "holiday.png", bomb));
        HttpResponse<String> shown = send(request(link).header(header, value));
        assertThat(shown.statusCode()).isEqualTo(406);
        assertThat(shown.body()).contains("can be saved").contains("50000000");
        HttpResponse<byte[]> saved = get(link);
        assertThat(header(saved, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(saved, "Content-Disposition")).startsWith("attachment;");
        assertThat(saved.body()).isEqualTo(bomb);
        byte[] photo = Images.png(6_000, 4_000);
        HttpRequest.Builder ordinary =
                request(link(ANN, store.file(ANN, "a.png", photo))).header(header, value);
        assertThat(send(ordinary).statusCode()).isEqualTo(200);
    }

    static List<String[]> names() {
        return List.of(
                new String[] {"a b.txt", "filename=\"a b.txt\"; filename*=UTF-8''a%20b.txt"},
                new String[] {
                    "q\"uo'te;%41.txt", "filename=\"q_uo'te__41.txt\"; filename*=UTF-8''q%22uo%27te%3B%2541.txt"
                },
                new String[] {"a\r\nX-Evil: 1.txt", "filename=\"aX-Evil: 1.txt\"; filename*=UTF-8''aX-Evil%3A%201.txt"},
                new String[] {"\ud83d\ude00\u00e9.png", "filename=\"__.png\"; filename*=UTF-8''%F0%9F%98%80%C3%A9.png"},
                new String[] {"../../etc/passwd", "filename=\".._.._etc_passwd\"; filename*=UTF-8''.._.._etc_passwd"});
    }

    @ParameterizedTest
    @MethodSource("names")
    void download_anyName_oneHarmlessHeader(String name, String expected) throws Exception {
        HttpResponse<byte[]> answer = get(link(ANN, store.file(ANN, name, bytes("x"))));
        assertThat(header(answer, "Content-Disposition")).isEqualTo("attachment; " + expected);
        assertThat(answer.headers().firstValue("X-Evil")).isEmpty();
        assertThat(answer.body()).isEqualTo(bytes("x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-2|206|abc|bytes 0-2/10",
                "bytes=0-|206|abcdefghij|bytes 0-9/10",
                "bytes=7-|206|hij|bytes 7-9/10",
                "bytes=7-99|206|hij|bytes 7-9/10",
                "bytes=-3|206|hij|bytes 7-9/10",
                "bytes=-99|206|abcdefghij|bytes 0-9/10",
                "bytes=9-9|206|j|bytes 9-9/10",
                "bytes=10-|416|''|bytes */10",
                "bytes=-0|416|''|bytes */10",
                "bytes=5-4|200|abcdefghij|",
                "bytes=0-1,3-4|200|abcdefghij|",
                "bytes=0-5,3-9,0-,0-,0-|200|abcdefghij|",
                "bytes=-|200|abcdefghij|",
                "bytes=x|200|abcdefghij|",
                "lines=1-2|200|abcdefghij|",
                "bytes=99999999999999999999-|200|abcdefghij|"
            })
    void download_range_asRfc9110(String range, int status, String body, String contentRange) throws Exception {
        String link = link(ANN, store.file(ANN, "a", bytes("abcdefghij")));
        HttpResponse<byte[]> answer =
                http.send(request(link).header("Range", range).build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(bytes(body));
        assertThat(answer.headers().firstValue("Content-Range").orElse(null)).isEqualTo(contentRange);
    }

    @Test
    void download_largeRange_rightBytes() throws Exception {
        byte[] content = random(300_000);
        String link = link(ANN, store.file(ANN, "a", content));
        HttpResponse<byte[]> answer =
                http.send(request(link).header("Range", "bytes=65535-200001").build(), BodyHandlers.ofByteArray());
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, 65_535, 200_002));
    }

    @Test
    void download_conditional_asRfc9110() throws Exception {
        Files.Stored stored = store.file(ANN, "a", bytes("abc"));
        String link = link(ANN, stored);
        String tag = tag(ANN, stored);
        assertThat(http.send(request(link).header("If-None-Match", tag).build(), BodyHandlers.ofByteArray())
                        .statusCode())
                .isEqualTo(304);
        HttpRequest.Builder same = request(link).header("Range", "bytes=1-").header("If-Range", tag);
        assertThat(http.send(same.build(), BodyHandlers.ofByteArray()).body()).isEqualTo(bytes("bc"));
        for (String another : List.of("\"other\"", "W/" + tag, "Wed, 21 Oct 2015 07:28:00 GMT")) {
            HttpRequest.Builder other =
                    request(link).header("Range", "bytes=1-").header("If-Range", another);
            assertThat(http.send(other.build(), BodyHandlers.ofByteArray()).body())
                    .isEqualTo(bytes("abc"));
        }
    }

    /** A browser goes on with a large download by the address it has, long after its link's own time. */
    @Test
    void download_goneOnWithAfterTheLinksTime_byWhoeverBeganIt() throws Exception {
        Files.Stored stored = store.file(ANN, "a", bytes("abcdef"));
        FileId id = stored.file().id();
        String old = signed(id, ANN, System.currentTimeMillis() - 1000);
        HttpRequest.Builder rest = request(old).header("Range", "bytes=3-").header("If-Range", tag(ANN, stored));
        HttpResponse<byte[]> answer = http.send(rest.build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(bytes("def"));

        String tooOld =
                signed(id, ANN, System.currentTimeMillis() - Duration.ofHours(1).toMillis() - 1000);
        for (HttpRequest.Builder none : List.of(
                request(old).header("Range", "bytes=3-"),
                request(old).header("If-Range", tag(ANN, stored)),
                request(old).header("Range", "bytes=3-").header("If-Range", tag(BOB, stored)),
                request(old).header("Range", "bytes=3-").header("If-Range", '"' + id.value() + '"'),
                request(tooOld).header("Range", "bytes=3-").header("If-Range", tag(ANN, stored)))) {
            assertThat(http.send(none.build(), BodyHandlers.ofByteArray()).statusCode())
                    .isEqualTo(404);
        }
        store.ask(Files.ABORT, new Files.Status(id, ANN));
        assertThat(http.send(rest.build(), BodyHandlers.ofByteArray()).statusCode())
                .as("of a file that is gone")
                .isEqualTo(404);
    }

    @Test
    void download_byToken_forWhoMayReadIt() throws Exception {
        Files.Stored stored = store.file(ANN, "a", bytes("abc"));
        String path = "/files/" + stored.file().id();
        HttpRequest.Builder anns = request(path).header("Authorization", "Bearer ann-token");
        HttpResponse<byte[]> answer = http.send(anns.build(), BodyHandlers.ofByteArray());
        assertThat(answer.body()).isEqualTo(bytes("abc"));
        assertThat(header(answer, "ETag")).isEqualTo(tag(ANN, stored));
        assertThat(send(request(path).header("Authorization", "Bearer eve-token"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(send(request(path).header("Authorization", "Bearer nobody")).statusCode())
                .isEqualTo(401);
        assertThat(send(request("/files/x").header("Authorization", "Bearer ann-token"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void download_head_headersOnly() throws Exception {
        String link = link(ANN, store.file(ANN, "a", bytes("abc")));
        HttpResponse<String> answer = send(request(link).method("HEAD", BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Length")).isEqualTo("3");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void download_emptyFile_empty() throws Exception {
        String link = link(ANN, store.file(ANN, "a", new byte[0]));
        assertThat(get(link).body()).isEmpty();
        assertThat(http.send(request(link).header("Range", "bytes=0-").build(), BodyHandlers.ofByteArray())
                        .statusCode())
                .isEqualTo(416);
    }

    @Test
    void download_sharedInARoom_forItsPeopleOnly() throws Exception {
        Files.Stored stored = store.file(ANN, "private.txt", bytes("abc"));
        RoomId other = RoomId.random();
        RoomId room = RoomId.random();
        members.put(other, Set.of(ANN));
        members.put(room, ConcurrentHashMap.newKeySet());
        members.get(room).addAll(Set.of(ANN, BOB));
        for (RoomId shared : List.of(other, room)) {
            store.ask(Files.SHARE, new Files.Share(List.of(stored.file().id()), ANN, shared, MessageId.at(1)));
        }
        String bobs = link(BOB, stored);
        assertThat(get(bobs).body()).isEqualTo(bytes("abc"));
        assertThatThrownBy(() -> link(EVE, stored)).hasMessageContaining("no such file");

        // A genuine signature is no right: access is asked each time.
        HttpResponse<byte[]> eves = get(signed(stored.file().id(), EVE, until()));
        HttpResponse<byte[]> unknown = get(signed(FileId.random(), EVE, until()));
        assertThat(eves.statusCode()).isEqualTo(404);
        assertThat(eves.body()).isEqualTo(unknown.body());
        assertThat(eves.headers().map()).isEqualTo(unknown.headers().map());

        members.get(room).remove(BOB);
        assertThat(get(bobs).statusCode()).isEqualTo(404);
    }

    @Test
    void download_unfinishedUpload_notFound() throws Exception {
        FileId id = store.begin(ANN, 3L);
        store.write(id, ANN, 0, bytes("abc"));
        assertThat(get(signed(id, ANN, until())).statusCode()).isEqualTo(404);
    }

    @Test
    void download_forgedOrOverOrForSomebodyElse_notFound() throws Exception {
        Files.Stored stored = store.file(ANN, "a", bytes("abc"));
        FileId id = stored.file().id();
        String good = signed(id, ANN, until());
        assertThat(get(good).statusCode()).isEqualTo(200);
        for (String bad : List.of(
                signed(id, ANN, System.currentTimeMillis() - 1),
                good.replace("until=", "until=9"),
                good.substring(0, good.length() - 2),
                good.replaceAll("sig=.*", "sig="),
                good.replaceAll("[?].*", ""),
                good.replaceAll("sig=.*", "sig=%zz"),
                good.replace("until=", "until=x"),
                signed(id, BOB, until()).replace(BOB.value(), ANN.value()),
                signed(FileId.random(), ANN, until()).replaceAll("/files/[^/]+", "/files/" + id),
                good.replace(id.value(), "..%2f" + id.value()))) {
            assertThat(raw(bad)).as(bad).contains(" 404 ").doesNotContain("abc");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/files", "/files/", "/files/x", "//files/x/y", "/a/../files/x/y", "/%66iles/x/y", "/files/%zz/y"
            })
    void download_oddPaths_nothingBehindThem(String path) throws Exception {
        assertThat(raw(path)).containsPattern("^HTTP/1.1 40[04] ");
    }

    @Test
    void download_otherMethods_refused() throws Exception {
        String link = link(ANN, store.file(ANN, "a", bytes("abc")));
        assertThat(send(request(link).DELETE()).statusCode()).isEqualTo(405);
        assertThat(send(request(link).POST(BodyPublishers.ofString("x"))).statusCode())
                .isEqualTo(405);
    }

    /** The length was promised, so a reader has to see that this was not all. */
    @Test
    void download_bytesVanishMeanwhile_connectionIsCut() throws Exception {
        Files.Stored stored = store.file(ANN, "a", random(9_000_000));
        HttpResponse<InputStream> answer = http.send(request(link(ANN, stored)).build(), BodyHandlers.ofInputStream());
        InputStream body = answer.body();
        body.readNBytes(1000);
        try (java.nio.channels.FileChannel blob =
                java.nio.channels.FileChannel.open(blob(stored), java.nio.file.StandardOpenOption.WRITE)) {
            blob.truncate(1000);
        }
        assertThatThrownBy(body::readAllBytes).isInstanceOf(java.io.IOException.class);
    }

    /** Whoever reads when a file goes with its message reads to the end. */
    @Test
    void download_fileDeletedMeanwhile_readToItsEnd() throws Exception {
        byte[] content = random(9_000_000);
        Files.Stored stored = store.file(ANN, "a", content);
        HttpResponse<InputStream> answer = http.send(request(link(ANN, stored)).build(), BodyHandlers.ofInputStream());
        InputStream body = answer.body();
        byte[] start = body.readNBytes(1000);
        store.ask(Files.ABORT, new Files.Status(stored.file().id(), ANN));
        assertThat(blob(stored)).doesNotExist();
        assertThat(start).isEqualTo(Arrays.copyOf(content, 1000));
        assertThat(body.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 1000, content.length));
    }

    /** A connection that neither goes on nor ends is not held for ever; what had come is kept. */
    @Test
    void upload_silentInMidBody_isCutAndGoesOnLater() throws Exception {
        store.close();
        serve(new StoreProbe(folder), Duration.ofMillis(300));
        byte[] content = random(300_000);
        String location = create("ann-token", content.length, "a");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(patchHead(location, content.length));
            out.write(content, 0, 100_000);
            out.flush();
            closed(socket).get(20, TimeUnit.SECONDS);
        }
        assertThat(header(head("ann-token", location), "Upload-Offset")).isEqualTo("100000");
        byte[] rest = Arrays.copyOfRange(content, 100_000, content.length);
        send(patch("ann-token", location, 100_000, BodyPublishers.ofByteArray(rest)));
        assertThat(store.content(idOf(location))).isEqualTo(content);
    }

    /** By the system's own sending of files, and by chunks where the store has none to hand over. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void download_nobodyReads_isCutAndTheFileIsClosed(boolean paths) throws Exception {
        store.close();
        serve(
                paths ? new StoreProbe(folder) : StoreProbe.withoutPaths(folder.resolve("elsewhere")),
                Duration.ofMillis(300));
        Files.Stored stored = store.file(ANN, "a", random(9_900_000));
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
            socket.getOutputStream()
                    .write(("GET " + link(ANN, stored) + " HTTP/1.1\r\nHost: x\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            closed(socket).get(20, TimeUnit.SECONDS);
        }
        assertThat(paths ? openTimes(blob(stored)) : 0).isZero();
    }

    @Test
    void upload_storeWithoutPaths_sameBytesAndRanges() throws Exception {
        store.close();
        serve(StoreProbe.withoutPaths(folder.resolve("elsewhere")), Duration.ofMinutes(2));
        byte[] content = random(300_000);
        String location = create("ann-token", content.length, "a");
        send(patch("ann-token", location, 0, BodyPublishers.ofByteArray(Arrays.copyOf(content, 100_000))));
        byte[] rest = Arrays.copyOfRange(content, 100_000, content.length);
        send(patch("ann-token", location, 100_000, BodyPublishers.ofByteArray(rest)));
        String link = link(ANN, store.ask(Files.FIND, new Files.Find(idOf(location))));
        assertThat(get(link).body()).isEqualTo(content);
        HttpRequest.Builder part = request(link).header("Range", "bytes=99999-200001");
        assertThat(http.send(part.build(), BodyHandlers.ofByteArray()).body())
                .isEqualTo(Arrays.copyOfRange(content, 99_999, 200_002));
        assertThat(store.store()).doesNotExist();
    }

    /** Open files of readers who left would add up. */
    @Test
    void download_readersWhoLeave_leaveNoFileOpen() throws Exception {
        Files.Stored stored = store.file(ANN, "a", random(9_000_000));
        for (int i = 0; i < 5; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
                socket.getOutputStream()
                        .write(("GET " + link(ANN, stored) + " HTTP/1.1\r\nHost: x\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readNBytes(20_000);
            }
            send(request(link(ANN, stored)).method("HEAD", BodyPublishers.noBody()));
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (openTimes(blob(stored)) > 0) {
            assertThat(System.nanoTime()).as("closed in time").isLessThan(deadline);
            head("ann-token", "/files/upload/" + stored.file().id());
        }
    }

    /** How often this process has a file open. */
    private static long openTimes(Path file) throws Exception {
        try (java.util.stream.Stream<Path> open = java.nio.file.Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(fd -> {
                        try {
                            return java.nio.file.Files.isSameFile(fd, file);
                        } catch (java.io.IOException closedMeanwhile) {
                            return false;
                        }
                    })
                    .count();
        }
    }

    private Path blob(Files.Stored stored) {
        String id = stored.file().id().value();
        return store.store()
                .resolve(id.substring(0, 2))
                .resolve(id.substring(2, 4))
                .resolve(id);
    }

    // ---- how

    /** Waits until so many bytes of an upload are there. */
    /** What comes before the bytes of a body, for a test that sends those itself. */
    private static byte[] patchHead(String location, int length) {
        return ("PATCH " + location + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\n"
                        + "Authorization: Bearer ann-token\r\nContent-Type: " + BYTES
                        + "\r\nUpload-Offset: 0\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void arrived(String location, long bytes) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (stands(location) < bytes) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
        }
    }

    private long stands(String location) {
        return store.ask(Files.STATUS, new Files.Status(idOf(location), ANN)).offset();
    }

    /** Completes when the server's end of a connection is closed. */
    private CompletableFuture<Void> closed(Socket socket) {
        return closings.computeIfAbsent(socket.getLocalPort(), port -> new CompletableFuture<>());
    }

    private static long until() {
        return System.currentTimeMillis() + 60_000;
    }

    private String link(UserId reader, Files.Stored stored) {
        return await(new FileLinks(store.bus(), store.settings(), signer)
                        .link(
                                reader,
                                new SessionId(reader.value()),
                                stored.file().id()))
                .url();
    }

    private String tag(UserId reader, Files.Stored stored) {
        return '"' + signer.tag(stored.file().id().value(), reader.value()) + '"';
    }

    private String signed(FileId id, UserId reader, long until) {
        return "/files/" + id + "/a?for=" + reader + "&until=" + until + "&sig="
                + signer.sign(id.value(), reader.value(), until);
    }

    private String create(String token, long length, String name) throws Exception {
        String encoded = Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = send(tus(token, "/files/upload")
                .header("Upload-Length", String.valueOf(length))
                .header("Upload-Metadata", "filename " + encoded + ",filetype dGV4dC9odG1s,empty")
                .POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return header(answer, "Location");
    }

    private HttpResponse<String> head(String token, String location) throws Exception {
        return send(tus(token, location).method("HEAD", BodyPublishers.noBody()));
    }

    private HttpRequest.Builder patch(String token, String location, long offset, BodyPublisher body) {
        return tus(token, location)
                .header("Upload-Offset", String.valueOf(offset))
                .header("Content-Type", BYTES)
                .method("PATCH", body);
    }

    private HttpRequest.Builder tus(String token, String path) {
        return request(path).header("Tus-Resumable", "1.0.0").header("Authorization", "Bearer " + token);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofByteArray());
    }

    /** The status line and all else that comes for a path that no client library would send. */
    private String raw(String path) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("(none)");
    }

    private static FileId idOf(String location) {
        return new FileId(location.substring(location.lastIndexOf('/') + 1));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
