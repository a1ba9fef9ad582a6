package chat.parley.routing;

import chat.parley.bus.Bus;
import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Files;
import chat.parley.bus.Files.Share;
import chat.parley.bus.Log.Draft;
import chat.parley.bus.Log.Refusal;
import chat.parley.bus.Rooms;
import chat.parley.bus.Rooms.Amend;
import chat.parley.bus.Rooms.Post;
import chat.parley.bus.Rooms.Posted;
import chat.parley.bus.Rooms.Typist;
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
    private final Naming naming;
    private final InOrder<UserId> preparing = new InOrder<>();

    Posting(Bus bus, RoomStates rooms, Outbox outbox) {
        this.bus = bus;
        this.rooms = rooms;
        this.outbox = outbox;
        this.naming = new Naming(bus);
    }

    /** What is in the outbox: wrapped, so that the next one of its sender need not wait for the disk. */
    private record Ready(Future<Posted> posted) {}

    Future<Posted> post(Post post) {
        if (post.text().isBlank() && post.files().isEmpty()) {
            return Future.failedFuture(Failure.BAD_REQUEST.because("A message has a text or a file."));
        }
        return preparing.run(post.sender().id(), () -> prepare(post)).compose(Ready::posted);
    }

    Future<Posted> amend(Amend amend) {
        return preparing.run(amend.sender().id(), () -> prepare(amend)).compose(Ready::posted);
    }

    private Future<Ready> prepare(Post post) {
        User sender = post.sender();
        RoomState known = rooms.known(post.room());
        if (known != null && known.kind() != Room.Kind.DIRECT && isPlain(post)) {
            // By far the most: nothing has to be asked, so it is queued in the same turn.
            Content content = new Content.Message(post.text(), List.of(), post.replyTo(), List.of(), false);
            Refusal refusal = refusal(() -> Rules.mayPost(known, sender, now()));
            return Future.succeededFuture(
                    queue(known, new Draft(post.room(), sender, post.id(), content, false, refusal)));
        }
        return rooms.of(post.room())
                .compose(state -> peerTakes(state, sender))
                .compose(verdict -> naming.names(post.room(), post.text())
                        .compose(names -> share(post)
                                .compose(files -> rooms.of(post.room()).map(state -> {
                                    Mentions.Found found = names.in(post.text(), state, sender);
                                    Content content = new Content.Message(
                                            post.text(), files, post.replyTo(), found.users(), found.room());
                                    Refusal refusal = verdict.refusal() != null
                                            ? verdict.refusal()
                                            : refusal(() -> Rules.mayPost(state, sender, now()));
                                    return queue(
                                            state, new Draft(post.room(), sender, post.id(), content, false, refusal));
                                }))));
    }

    private static boolean isPlain(Post post) {
        return post.files().isEmpty() && post.text().indexOf('@') < 0;
    }

    private Future<Ready> prepare(Amend amend) {
        User sender = amend.sender();
        // To take something back is possible towards everybody, to say something is not.
        boolean says = !(amend.amendment() instanceof Content.Delete);
        String text = amend.amendment() instanceof Content.Edit edit ? String.valueOf(edit.text()) : "";
        return rooms.of(amend.room())
                .compose(state -> says ? peerTakes(state, sender) : Future.succeededFuture(Verdict.TAKEN))
                .compose(verdict -> naming.names(amend.room(), text)
                        .compose(names -> rooms.of(amend.room()).map(state -> queue(amend, state, verdict, names))));
    }

    private Ready queue(Amend amend, RoomState state, Verdict verdict, Naming.Names names) {
        User sender = amend.sender();
        Content.Amendment amendment = amend.amendment();
        if (amendment instanceof Content.Edit edit) {
            String text = String.valueOf(edit.text());
            Mentions.Found found = names.in(text, state, sender);
            amendment = new Content.Edit(edit.target(), text, found.users(), found.room());
        }
        Refusal refusal = verdict.refusal();
        if (refusal == null) {
            refusal = refusal(() -> Rules.mayAmend(state, sender, amend.amendment(), now()));
        }
        boolean moderates = Rules.moderates(state, sender);
        return queue(state, new Draft(amend.room(), sender, amend.id(), amendment, moderates, refusal));
    }

    private Ready queue(RoomState state, Draft draft) {
        return new Ready(outbox.post(state, draft));
    }

    private static long now() {
        return System.currentTimeMillis();
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

    /** Notes that the message refers to the files; only for somebody who may post it. */
    private Future<List<FileRef>> share(Post post) {
        if (post.files().isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return rooms.of(post.room()).compose(state -> {
            Rules.mayPost(state, post.sender(), now());
            return bus.ask(
                            Files.SHARE,
                            new Share(Previews.all(post), post.sender().id(), post.room(), post.id()))
                    .map(shared -> Previews.paired(post, shared.files()));
        });
    }

    /** Told on to whoever follows the room, when it may be. */
    Future<Done> type(Typist type) {
        return rooms.of(type.room()).compose(state -> {
            Rules.mayPost(state, type.user(), now());
            return peerTakes(state, type.user()).map(verdict -> {
                Refusal refusal = verdict.refusal();
                if (refusal != null) {
                    throw refusal.failure().because(refusal.sentence());
                }
                bus.publish(Rooms.TYPING, type);
                return Done.DONE;
            });
        });
    }
}
