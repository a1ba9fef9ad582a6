package chat.parley.bench;

import chat.parley.support.PlainFernet;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the legacy door is compared with: a server that takes uploads as simply as can be. Each frame is read whole, then
 * decrypted whole, then parsed whole, then decoded whole; a thread for each client.
 */
public final class WholeFrameServer {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());
    private static final int MAC = 32;

    /** Version, time and IV. */
    private static final int HEAD = 25;

    private WholeFrameServer() {}

    /** Arguments: the folder for files. Prints the port that it listens on. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("Legacy  localhost:" + server.getLocalPort());
            while (true) {
                Socket client = server.accept();
                new Thread(() -> serve(client, folder), "client").start();
            }
        }
    }

    private static void serve(Socket client, Path folder) {
        PlainFernet fernet = new PlainFernet(PlainFernet.KEY);
        try (client;
                DataInputStream in = new DataInputStream(client.getInputStream());
                DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
            while (true) {
                byte[] token = new byte[in.readInt()];
                in.readFully(token);
                JsonNode frame = JSON.readTree(decrypt(token));
                String answer = "user_list:somebody";
                if (frame.path("type").asText().equals("file_upload")) {
                    store(
                            folder,
                            Base64.getDecoder().decode(frame.path("file_data").asText()));
                    answer = "File '" + frame.path("filename").asText() + "' uploaded successfully";
                }
                String said = JSON.writeValueAsString(
                        Map.of("type", "system", "sender", "server", "timestamp", "12:00:00", "message", answer));
                byte[] reply = fernet.encrypt(said.getBytes(StandardCharsets.UTF_8));
                out.writeInt(reply.length);
                out.write(reply);
                out.flush();
            }
        } catch (EOFException e) {
            // The client left
        } catch (IOException e) {
            System.err.println("A client failed: " + e);
        }
    }

    /** By the platform's own primitives, which use what the processor has for them. */
    private static byte[] decrypt(byte[] token) throws IOException {
        byte[] key = Base64.getUrlDecoder().decode(PlainFernet.KEY);
        byte[] bytes = Base64.getUrlDecoder().decode(token);
        int end = bytes.length - MAC;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, 0, 16, "HmacSHA256"));
            mac.update(bytes, 0, end);
            if (!MessageDigest.isEqual(mac.doFinal(), Arrays.copyOfRange(bytes, end, bytes.length))) {
                throw new IOException("A token under another key");
            }
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, 16, 16, "AES"),
                    new IvParameterSpec(bytes, HEAD - 16, 16));
            return cipher.doFinal(bytes, HEAD, end - HEAD);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void store(Path folder, byte[] bytes) throws IOException {
        Path file = folder.resolve(UUID.randomUUID().toString());
        Files.write(file, bytes);
        try (FileChannel channel = FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
