package chat.parley.bridge.web;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.Users;
import chat.parley.model.Secret;
import chat.parley.model.User;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/** Who sends a request, by the token of a login in {@code Authorization: Bearer} (RFC 6750). */
final class Bearer {
    private static final Pattern FORM = Pattern.compile("Bearer +([!-~]{1,512})", Pattern.CASE_INSENSITIVE);

    private final Bus bus;
    private final LiveRequests live;

    /** @param live is told of each request, which ends when its session does */
    Bearer(Bus bus, LiveRequests live) {
        this.bus = bus;
        this.live = live;
    }

    static boolean isIn(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.AUTHORIZATION);
    }

    /** Fails {@code BAD_TOKEN} without one, or when it is void. */
    Future<User> user(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        var bearer = FORM.matcher(header == null ? "" : header);
        if (!bearer.matches()) {
            return Future.failedFuture(
                    Failure.BAD_TOKEN.because("Please send Authorization: Bearer and the token of your login."));
        }
        return bus.ask(Users.IDENTIFY, new Users.Token(new Secret(bearer.group(1))))
                .onSuccess(holder -> live.add(holder.session(), request))
                .map(Users.Holder::user);
    }
}
