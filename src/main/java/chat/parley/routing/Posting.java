package chat.parley.routing;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Files;
import chat.parley.bus.Files.Share;
import chat.parley.bus.Log.Draft;
import chat.parley.bus.Log.Refusal;
import chat.parley.bus.Rooms.Amend;
import chat.parley.bus.Rooms.Post;
import chat.parley.bus.Rooms.Posted;
import chat.parley.bus.Users;
import chat.parley.model.Content;
import chat.parley.model.FileRef;
import chat.parley.model.Room;
import chat.parley.model.User;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages, and what is done to them, on their way from the doors to the journal: in order for each sender. */
final class Posting {
    private final Bus bus;
    private final RoomStates rooms;
    private final Outbox outbox;
    private final InOrder<UserId> preparing = new InOrder<>();

    Posting(Bus bus, RoomStates rooms, Outbox outbox) {
        this.bus = bus;
        this.rooms = rooms;
        this.outbox = outbox;
    }

    /** What is in the outbox: wrapped, so that the next one of its sender need not wait for the disk. */
    private record Ready(Future<Posted> posted) {}

    Future<Posted> post(Post post) {
        return preparing.run(post.sender().id(), () -> prepare(post)).compose(Ready::posted);
    }

    Future<Posted> amend(Amend amend) {
        return preparing
                .run(amend.sender().id(), () -> rooms.of(amend.room()).map(state -> prepare(amend, state)))
                .compose(Ready::posted);
    }

    private Future<Ready> prepare(Post post) {
        if (post.text().isBlank() && post.files().isEmpty()) {
            return Future.failedFuture(Failure.BAD_REQUEST.because("A message has a text or a file."));
        }
        Future<Verdict> verdict = rooms.of(post.room()).compose(state -> peerTakes(state, post.sender()));
        if (post.files().isEmpty()) {
            return verdict.compose(taken -> rooms.of(post.room()).map(state -> queue(state, post, List.of(), taken)));
        }
        return verdict.compose(taken -> rooms.of(post.room()).compose(state -> {
                    Rules.mayPost(state, post.sender(), System.currentTimeMillis());
                    return share(post);
                }))
                .compose(files -> rooms.of(post.room()).map(state -> queue(state, post, files, verdict.result())));
    }

    private Ready queue(RoomState state, Post post, List<FileRef> files, Verdict verdict) {
        Content content = new Content.Message(post.text(), files, post.replyTo(), List.of(), false);
        Refusal refusal = verdict.refusal();
        if (refusal == null) {
            refusal = refusal(() -> Rules.mayPost(state, post.sender(), System.currentTimeMillis()));
        }
        return new Ready(outbox.post(state, new Draft(post.room(), post.sender(), post.id(), content, false, refusal)));
    }

    /** What a rule says, kept until the journal has said whether the very same was stored before. */
    private static @Nullable Refusal refusal(Runnable rule) {
        try {
            rule.run();
            return null;
        } catch (FailureException e) {
            return new Refusal(e.failure(), e.sentence());
        }
    }

    private Ready prepare(Amend amend, RoomState state) {
        User sender = amend.sender();
        Refusal refusal = refusal(() -> Rules.mayAmend(state, sender, amend.amendment(), System.currentTimeMillis()));
        boolean moderates = Rules.moderates(state, sender);
        return new Ready(
                outbox.post(state, new Draft(amend.room(), sender, amend.id(), amend.amendment(), moderates, refusal)));
    }

    /** Whether the other of a direct conversation takes messages from this one. */
    private record Verdict(@Nullable Refusal refusal) {
        static final Verdict TAKEN = new Verdict(null);
    }

    /** Whoever is gone for good never reads again, and whoever blocked the sender does not want to. */
    private Future<Verdict> peerTakes(RoomState state, User sender) {
        if (state.kind() != Room.Kind.DIRECT || !state.has(sender.id())) {
            return Future.succeededFuture(Verdict.TAKEN);
        }
        User peer = state.room().members().stream()
                .filter(member -> !member.id().equals(sender.id()))
                .findFirst()
                .orElse(sender);
        return bus.ask(Users.MAY_WRITE, new Users.MayWrite(sender.id(), peer.id()))
                .map(Verdict.TAKEN)
                .recover(e -> {
                    FailureException failure = FailureException.of(e);
                    return failure.failure() == Failure.USER_GONE || failure.failure() == Failure.BLOCKED
                            ? Future.succeededFuture(new Verdict(new Refusal(failure.failure(), failure.sentence())))
                            : Future.failedFuture(failure);
                });
    }

    private Future<List<FileRef>> share(Post post) {
        return bus.ask(Files.SHARE, new Share(post.files(), post.sender().id(), post.room(), post.id()))
                .map(Files.Shared::files);
    }
}
