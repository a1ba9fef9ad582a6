package chat.parley.files;

import chat.parley.bus.Failure;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes what a client calls a file harmless to show and to save: a name is a row, never a path. */
final class FileNames {
    private static final int MAX_NAME = 255;
    private static final String TOKEN = "[a-z0-9!#$&^_.+-]{1,60}";
    private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN);

    /** Controls, line and paragraph separators, and what turns the direction of text (invoice-fdp.exe). */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]");

    private static final Pattern SEPARATORS = Pattern.compile("[/\\\\]");
    private static final Pattern HALF_PAIRS = Pattern.compile("\\p{Cs}");

    private FileNames() {}

    static String clean(String name) {
        if (name.length() > 8 * MAX_NAME) {
            throw tooLong();
        }
        String clean = UNSEEN.matcher(name).replaceAll("");
        clean = HALF_PAIRS.matcher(clean).replaceAll("\ufffd");
        clean = SEPARATORS.matcher(clean).replaceAll("_");
        clean = Normalizer.normalize(clean, Normalizer.Form.NFC).strip();
        if (clean.isEmpty() || clean.equals(".") || clean.equals("..")) {
            throw Failure.BAD_REQUEST.because("A file needs a name.");
        }
        if (clean.codePointCount(0, clean.length()) > MAX_NAME) {
            throw tooLong();
        }
        return clean;
    }

    /** The media type as claimed, without parameters; anything odd is {@code application/octet-stream}. */
    static String cleanType(String type) {
        String bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return TYPE.matcher(bare).matches() ? bare : "application/octet-stream";
    }

    private static RuntimeException tooLong() {
        return Failure.BAD_REQUEST.because("A file name has at most " + MAX_NAME + " characters.");
    }
}
