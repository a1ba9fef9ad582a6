package chat.parley.log;

import chat.parley.bus.FailureException;
import chat.parley.bus.Files;
import chat.parley.bus.Log.Append;
import chat.parley.bus.Log.Appended;
import chat.parley.bus.Log.Draft;
import chat.parley.bus.Log.Mark;
import chat.parley.bus.Log.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes to the journal. Whatever arrives while a commit is under way shares the next one. */
final class GroupCommit {
    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    private final WorkerExecutor writing;
    private final JournalWriter writer;
    private final Consumer<List<Files.Release>> released;
    private List<Appending> appends = new ArrayList<>();
    private List<Marking> marks = new ArrayList<>();
    private boolean committing;
    private boolean failing;

    private record Appending(Append append, Promise<Appended> promise) {}

    private record Marking(Mark mark, Promise<Boolean> promise) {}

    /** @param released is told of messages that are gone with their files */
    GroupCommit(WorkerExecutor writing, JournalWriter writer, Consumer<List<Files.Release>> released) {
        this.writing = writing;
        this.writer = writer;
        this.released = released;
    }

    /** Answered when it is on disk. */
    Future<Appended> append(Append append) {
        Promise<Appended> promise = Promise.promise();
        appends.add(new Appending(append, promise));
        commitUnlessCommitting();
        return promise.future();
    }

    /** True when it is further than before. */
    Future<Boolean> mark(Mark mark) {
        Promise<Boolean> promise = Promise.promise();
        marks.add(new Marking(mark, promise));
        commitUnlessCommitting();
        return promise.future();
    }

    /** Something else that has a transaction of its own. */
    <T> Future<T> alone(Callable<T> work) {
        return writing.executeBlocking(work)
                .recover(e -> Future.failedFuture(e instanceof FailureException ? e : failed(e)));
    }

    private void commitUnlessCommitting() {
        if (committing || (appends.isEmpty() && marks.isEmpty())) {
            return;
        }
        List<Appending> batch = appends;
        List<Marking> read = marks;
        appends = new ArrayList<>();
        marks = new ArrayList<>();
        List<Draft> drafts = new ArrayList<>();
        batch.forEach(each -> drafts.addAll(each.append().drafts()));
        List<Mark> positions = read.stream().map(Marking::mark).toList();
        committing = true;
        writing.executeBlocking(() -> writer.write(drafts, positions, System.currentTimeMillis()))
                .onComplete(done -> {
                    committing = false;
                    if (done.succeeded()) {
                        recovered();
                        answer(batch, done.result().outcomes());
                        answerMarks(read, done.result().moved());
                        tell(done.result().released());
                    } else {
                        Throwable failure = failed(done.cause());
                        batch.forEach(each -> each.promise().fail(failure));
                        read.forEach(each -> each.promise().fail(failure));
                    }
                    commitUnlessCommitting();
                });
    }

    private static void answer(List<Appending> batch, List<Outcome> outcomes) {
        int at = 0;
        for (Appending each : batch) {
            int count = each.append().drafts().size();
            each.promise().complete(new Appended(outcomes.subList(at, at + count)));
            at += count;
        }
    }

    private static void answerMarks(List<Marking> read, List<Boolean> moved) {
        for (int i = 0; i < read.size(); i++) {
            read.get(i).promise().complete(moved.get(i));
        }
    }

    private void tell(List<Files.Release> gone) {
        if (!gone.isEmpty()) {
            released.accept(gone);
        }
    }

    /** Says once that writing fails, and once that it works again. */
    private Throwable failed(Throwable cause) {
        if (!(cause instanceof SQLException sql)) {
            return cause;
        }
        if (!failing) {
            failing = true;
            log.error("The journal cannot write; new messages are refused until it can: {}", sql.getMessage());
        }
        return StorageFailures.of(sql);
    }

    private void recovered() {
        if (failing) {
            failing = false;
            log.info("The journal can write again");
        }
    }
}
