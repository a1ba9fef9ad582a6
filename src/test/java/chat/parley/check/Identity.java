package chat.parley.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Random;

/** Who a client is to the server and how it comes in: as a guest, or with an account; by its token, or by its password. */
final class Identity {
    private static final int BY_PASSWORD = 4;

    private final String name;
    private final boolean account;
    private boolean registered;
    private volatile String password;
    private volatile String token = "";
    private volatile String session = "";
    private volatile String user = "";

    Identity(String name, boolean account) {
        this.name = name;
        this.account = account;
        this.password = password(name, 1);
    }

    /** One that the server takes. */
    static String password(String name, int number) {
        return "staple battery " + name + " " + number;
    }

    /** Logs in, now and then by the password although there is a token; the server's answer. */
    JsonNode enter(Rpc rpc, Random random) throws IOException, Refused {
        rpc.call("hello", Map.of("protocol", 1, "client", "check/1"));
        JsonNode login = login(rpc, random);
        token = login.path("token").asText();
        session = login.path("session").asText();
        user = login.path("user").path("id").asText();
        return login;
    }

    private JsonNode login(Rpc rpc, Random random) throws IOException, Refused {
        boolean byPassword = account && random.nextInt(BY_PASSWORD) == 0;
        if (!token.isEmpty() && !byPassword) {
            try {
                return rpc.call("login", Map.of("token", token));
            } catch (Refused refused) {
                if (!account || !refused.failure().equals("BAD_TOKEN")) {
                    throw refused;
                }
                token = "";
            }
        }
        return account ? withPassword(rpc) : rpc.call("login", Map.of("guest", name));
    }

    private JsonNode withPassword(Rpc rpc) throws IOException, Refused {
        if (!registered) {
            try {
                JsonNode login = rpc.call("register", Map.of("name", name, "password", password));
                registered = true;
                return login;
            } catch (Refused refused) {
                if (!refused.failure().equals("NAME_TAKEN")) {
                    throw refused;
                }
                registered = true; // by an attempt whose answer was lost
            }
        }
        return rpc.call("login", Map.of("name", name, "password", password));
    }

    boolean isAccount() {
        return account;
    }

    String password() {
        return password;
    }

    void changed(String newPassword) {
        password = newPassword;
    }

    String token() {
        return token;
    }

    String session() {
        return session;
    }

    /** Empty until it came in for the first time. */
    String user() {
        return user;
    }
}
