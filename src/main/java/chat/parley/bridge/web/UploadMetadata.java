package chat.parley.bridge.web;

import chat.parley.bus.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The tus header {@code Upload-Metadata}: pairs of key and base64 of UTF-8, of which name and type matter here. */
record UploadMetadata(String name, String type) {
    static UploadMetadata parse(@Nullable String header) {
        String name = "file";
        String type = "application/octet-stream";
        for (String pair : header == null ? new String[0] : header.split(",")) {
            String[] parts = pair.strip().split(" +", 2);
            String value = parts.length == 2 ? decode(parts[0], parts[1]) : "";
            if (parts[0].equals("filename") && !value.isBlank()) {
                name = value;
            } else if (parts[0].equals("filetype") && !value.isBlank()) {
                type = value;
            }
        }
        return new UploadMetadata(name, type);
    }

    private static String decode(String key, String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.strip());
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw Failure.BAD_REQUEST.because(
                    "Upload-Metadata is a list of keys and values, the values UTF-8 in base64; that of "
                            + (key.matches("[!-~]{1,40}") ? key : "a key") + " is not.");
        }
    }
}
