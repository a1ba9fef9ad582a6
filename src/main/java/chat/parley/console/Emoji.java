package chat.parley.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Emoji by their shortcodes: {@code :rocket:} is a rocket. */
final class Emoji {
    private static final Pattern CODE = Pattern.compile(":([A-Za-z0-9_+-]{1,40}):");

    private final Map<String, String> byCode = new LinkedHashMap<>();

    Emoji() {
        read("/console/emoji.txt");
        read("/console/emoji-all.txt");
    }

    /** The common ones come with the sources; the whole list is made with the web UI, and a build without it has none. */
    private void read(String resource) {
        InputStream found = Emoji.class.getResourceAsStream(resource);
        if (found == null) {
            return;
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(found, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("# "))
                    .map(line -> line.split(" ", 2))
                    .forEach(parts -> byCode.putIfAbsent(parts[0], parts[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With every known shortcode as its emoji. */
    String expand(String text) {
        return CODE.matcher(text)
                .replaceAll(found -> byCode.getOrDefault(found.group(1).toLowerCase(Locale.ROOT), found.group()));
    }

    /** Codes that begin with what was typed, then codes that contain it. */
    List<String> suggest(String typed, int most) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        Stream<String> beginning = byCode.keySet().stream().filter(code -> code.startsWith(wanted));
        Stream<String> containing =
                byCode.keySet().stream().filter(code -> !code.startsWith(wanted) && code.contains(wanted));
        return Stream.concat(beginning, containing).limit(most).toList();
    }

    String of(String code) {
        return byCode.getOrDefault(code, "");
    }
}
