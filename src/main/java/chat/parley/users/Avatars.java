package chat.parley.users;

import chat.parley.bus.Bus;
import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import chat.parley.model.FileId;
import chat.parley.model.ImageSize;
import chat.parley.model.ImageType;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pictures of people: small images that everybody may see. */
final class Avatars {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_PIXELS = 4096 * 4096;

    private final Bus bus;

    Avatars(Bus bus) {
        this.bus = bus;
    }

    /** Shows a picture in place of the one before. Fails {@code NO_SUCH_FILE}, {@code TOO_LARGE}, {@code BAD_REQUEST}. */
    Future<Done> show(UserId user, @Nullable FileId picture, @Nullable FileId instead) {
        if (Objects.equals(picture, instead)) {
            return Future.succeededFuture(Done.DONE);
        }
        Future<Done> fit = picture == null ? Future.succeededFuture(Done.DONE) : check(user, picture);
        return fit.compose(fits -> bus.ask(Files.SHOW, new Files.Show(user, picture, instead)));
    }

    private Future<Done> check(UserId user, FileId picture) {
        return bus.ask(Files.FIND, new Files.Find(picture)).compose(stored -> {
            if (!stored.owner().equals(user)) {
                throw Failure.NO_SUCH_FILE.because("There is no such file.");
            }
            if (stored.file().size() > MOST_BYTES) {
                throw Failure.TOO_LARGE.because("An avatar has at most " + MOST_BYTES + " bytes, this image has "
                        + stored.file().size() + ".");
            }
            return bus.ask(Files.READ, new Files.Read(picture, 0, Files.CHUNK))
                    .map(start -> checkImage(start.bytes().array()));
        });
    }

    private static Done checkImage(byte[] start) {
        if (ImageType.of(start) == null) {
            throw Failure.BAD_REQUEST.because("An avatar is an image: PNG, JPEG, GIF, WebP or AVIF.");
        }
        ImageSize size = ImageSize.of(start);
        if (size == null || size.pixels() > MOST_PIXELS) {
            throw Failure.BAD_REQUEST.because("An avatar has at most " + MOST_PIXELS + " pixels, and tells how many"
                    + " within its first " + Files.CHUNK + " bytes.");
        }
        return Done.DONE;
    }
}
