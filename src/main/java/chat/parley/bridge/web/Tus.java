package chat.parley.bridge.web;

import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers of tus 1.0.0 (tus.io/protocols/resumable-upload). */
final class Tus {
    static final String VERSION = "1.0.0";
    static final String EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination";
    static final String RESUMABLE = "Tus-Resumable";
    static final String OFFSET = "Upload-Offset";
    static final String LENGTH = "Upload-Length";
    static final String METADATA = "Upload-Metadata";
    static final String CHECKSUM = "Upload-Checksum";
    static final String BYTES = "application/offset+octet-stream";

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private Tus() {}

    static void offer(HttpServerResponse response, long maxSize) {
        response.putHeader(RESUMABLE, VERSION)
                .putHeader("Tus-Version", VERSION)
                .putHeader("Tus-Extension", EXTENSIONS)
                .putHeader("Tus-Checksum-Algorithm", Checksum.ALGORITHMS)
                .putHeader("Tus-Max-Size", String.valueOf(maxSize));
    }

    static boolean hasBytes(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.strip().equalsIgnoreCase(BYTES);
    }

    /** How many bytes a body is announced to have; null when it does not say. */
    static @Nullable Long bodyLength(HttpServerRequest request) {
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return announced != null && NUMBER.matcher(announced).matches() ? Long.valueOf(announced) : null;
    }

    static long number(HttpServerRequest request, String header) {
        String value = request.getHeader(header);
        if (value == null || !NUMBER.matcher(value).matches()) {
            throw Failure.BAD_REQUEST.because(header + " has to be a number of bytes.");
        }
        return Long.parseLong(value);
    }

    /** Where an upload stands, and until when it is kept. */
    static HttpServerResponse describe(HttpServerResponse response, Files.Upload upload) {
        response.putHeader(OFFSET, String.valueOf(upload.offset()));
        if (!upload.finished()) {
            String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    Instant.ofEpochMilli(upload.expires()).atOffset(ZoneOffset.UTC));
            response.putHeader(
                    "Upload-Expires", date.replaceFirst(" (\\d) ", " 0$1 ").replaceFirst("\\+0000$", "GMT"));
        }
        return response;
    }

    /** Length and name as they were announced. */
    static void describeAll(HttpServerResponse response, Files.Upload upload) {
        describe(response, upload)
                .putHeader(METADATA, "filename " + base64(upload.name()) + ",filetype " + base64(upload.type()));
        if (upload.size() == null) {
            response.putHeader("Upload-Defer-Length", "1");
        } else {
            response.putHeader(LENGTH, String.valueOf(upload.size()));
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
