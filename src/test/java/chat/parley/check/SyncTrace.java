package chat.parley.check;

import chat.parley.crypto.BadTokenException;
import chat.parley.crypto.Fernet;
import chat.parley.support.PlainFernet;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What strace saw of a server: whether each message was written to the journal's log and that was synced, in this order,
 * before its id (or, at the legacy door, its text) went out over any socket. Pure.
 */
final class SyncTrace {
    private static final Pattern LINE = Pattern.compile("(\\d+) +(?:<\\.\\.\\. )?(\\w+)(\\(| resumed>)(.*)");
    private static final Pattern MESSAGE_ID =
            Pattern.compile("\\\\\"id\\\\\":\\\\\"([0-7][0-9A-HJKMNP-TV-Z]{25})\\\\\"");
    private static final Pattern TOKEN = Pattern.compile("gAAAAA[\\w=-]{90,}");
    private static final Pattern PUBLIC = Pattern.compile("\"type\":\"public\".*\"message\":\"(\\S+) ");
    private static final String JOURNAL = "journal.db-wal>";

    private final Fernet fernet = new Fernet(PlainFernet.KEY);

    /** When each system call that has not returned yet began, by thread. */
    private final Map<String, Call> running = new HashMap<>();

    private final Map<String, Integer> shown = new LinkedHashMap<>();
    private final List<Call> writes = new ArrayList<>();

    /** When a sync that succeeded returned, by when it began. */
    private final TreeMap<Integer, Integer> syncs = new TreeMap<>();

    private int at;

    private record Call(String name, String arguments, int began, int ended) {}

    /** What the trace proves. */
    record Verdict(int proven, List<String> problems) {}

    static Verdict read(BufferedReader trace) throws IOException {
        SyncTrace sync = new SyncTrace();
        for (String line = trace.readLine(); line != null; line = trace.readLine()) {
            sync.at++;
            sync.line(line);
        }
        return sync.verdict();
    }

    private void line(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return;
        }
        String thread = parts.group(1);
        String name = parts.group(2);
        String rest = parts.group(4);
        if (parts.group(3).equals("(")) {
            Call call = new Call(name, rest, at, at);
            began(call);
            if (rest.endsWith("<unfinished ...>")) {
                running.put(thread, call);
            } else {
                ended(call, rest);
            }
            return;
        }
        Call call = running.remove(thread);
        if (call != null && call.name().equals(name)) {
            ended(new Call(name, call.arguments(), call.began(), at), rest);
        }
    }

    /** Going out counts from its beginning. */
    private void began(Call call) {
        if (!isSocket(call.arguments())) {
            return;
        }
        Matcher id = MESSAGE_ID.matcher(call.arguments());
        while (id.find()) {
            shown.putIfAbsent(id.group(1), call.began());
        }
        Matcher token = TOKEN.matcher(call.arguments());
        while (token.find()) {
            String label = label(token.group());
            if (label != null) {
                shown.putIfAbsent(label, call.began());
            }
        }
    }

    private static boolean isSocket(String arguments) {
        int close = arguments.indexOf('>');
        int open = arguments.indexOf('<');
        return open >= 0
                && (arguments.startsWith("TCP", open + 1) || arguments.startsWith("socket:", open + 1))
                && close > open;
    }

    private @Nullable String label(String token) {
        try {
            byte[] object = fernet.decrypt(token.getBytes(StandardCharsets.US_ASCII));
            Matcher text = PUBLIC.matcher(new String(object, StandardCharsets.UTF_8));
            return text.find() ? text.group(1) : null;
        } catch (BadTokenException e) {
            // a part of a long one: a file, which is no message
            return null;
        }
    }

    /** Being on disk counts from its end. */
    private void ended(Call call, String result) {
        if (!call.arguments().contains(JOURNAL)) {
            return;
        }
        if (call.name().equals("pwrite64")) {
            writes.add(call);
        } else if (call.name().endsWith("sync") && result.matches(".*\\) += 0")) {
            syncs.put(call.began(), call.ended());
        }
    }

    private Verdict verdict() {
        List<String> problems = new ArrayList<>();
        shown.forEach((message, out) -> {
            String needle = message.contains("-") ? message + " " : message;
            int written = writes.stream()
                    .filter(write -> write.arguments().contains(needle))
                    .mapToInt(Call::ended)
                    .findFirst()
                    .orElse(Integer.MAX_VALUE);
            Integer synced = syncs.tailMap(written).values().stream()
                    .min(Integer::compare)
                    .orElse(null);
            if (written > out) {
                problems.add(message + " went out (line " + out + ") before it was written to the journal");
            } else if (synced == null || synced > out) {
                problems.add(
                        message + " went out (line " + out + ") before the journal was synced after line " + written);
            }
        });
        return new Verdict(shown.size() - problems.size(), problems);
    }
}
