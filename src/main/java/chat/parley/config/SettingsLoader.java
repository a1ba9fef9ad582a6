package chat.parley.config;

import chat.parley.config.Binder.Given;
import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings: defaults, then the YAML file, then {@code PARLEY_*} environment variables, then {@code parley.*}
 * system properties; later ones override earlier ones. {@code limits.textLength} is {@code PARLEY_LIMITS_TEXT_LENGTH}
 * and {@code parley.limits.textLength} there.
 */
public final class SettingsLoader {
    private static final String ENVIRONMENT = "PARLEY_";

    /** Belongs to the commands send and tail, which may share an environment with the server. */
    private static final String CLIENT_TOKEN = "PARLEY_TOKEN";

    private static final String PROPERTY = "parley.";

    private final Vertx vertx;

    public SettingsLoader(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Fails {@link BadSettingException}; {@code file} null: none. */
    public Future<Settings> load(@Nullable Path file) {
        return load(file, Map.of());
    }

    /** As {@link #load(Path)}, with values from the command line over everything. */
    public Future<Settings> load(@Nullable Path file, Map<String, String> overrides) {
        Map<String, Given> given = new HashMap<>();
        return fromFile(file)
                .compose(tree -> {
                    flatten("", tree, String.valueOf(file), given);
                    return retrieve("env");
                })
                .compose(environment -> {
                    fromEnvironment(environment, given);
                    return retrieve("sys");
                })
                .map(properties -> {
                    fromProperties(properties, given);
                    overrides.forEach((key, value) -> given.put(key, new Given(value, "the command line")));
                    return new Binder(given).bind();
                });
    }

    private Future<JsonObject> retrieve(String type) {
        return retrieve(new ConfigStoreOptions()
                .setType(type)
                .setConfig(new JsonObject().put("raw-data", true).put("cache", false)));
    }

    private Future<JsonObject> fromFile(@Nullable Path file) {
        if (file == null) {
            return Future.succeededFuture(new JsonObject());
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return Future.failedFuture(
                    new BadSettingException("There is no readable configuration file " + file + "."));
        }
        return retrieve(new ConfigStoreOptions()
                        .setType("file")
                        .setFormat("yaml")
                        .setConfig(new JsonObject()
                                .put("path", file.toAbsolutePath().toString())
                                .put("raw-data", true)))
                .recover(e -> Future.failedFuture(new BadSettingException(file + " is not YAML: " + e.getMessage())));
    }

    private Future<JsonObject> retrieve(ConfigStoreOptions store) {
        ConfigRetriever retriever = ConfigRetriever.create(
                vertx, new ConfigRetrieverOptions().setScanPeriod(-1).addStore(store));
        return retriever.getConfig().eventually(() -> {
            retriever.close();
            return Future.succeededFuture();
        });
    }

    private static void flatten(String prefix, JsonObject tree, String place, Map<String, Given> given) {
        for (Map.Entry<String, Object> each : tree) {
            String key = prefix + each.getKey();
            if (each.getValue() instanceof JsonObject inner && isGroup(key)) {
                flatten(key + ".", inner, place, given);
            } else if (!isGroup(key) || each.getValue() != null) {
                put(place, key, each.getValue(), given);
            }
        }
    }

    private static boolean isGroup(String key) {
        return Binder.groups().containsKey(key);
    }

    private static void put(String place, String key, @Nullable Object value, Map<String, Given> given) {
        List<String> known = Binder.keys().stream().map(Binder.Key::name).toList();
        if (!known.contains(key)) {
            throw new BadSettingException(place + ": " + wrongKey(key, known));
        }
        String text = value instanceof JsonArray list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : value == null ? "" : String.valueOf(value);
        given.put(key, new Given(text, place));
    }

    private static String wrongKey(String key, List<String> known) {
        return isGroup(key)
                ? key + " is a group of settings, with lines such as \"  "
                        + known.stream()
                                .filter(each -> each.startsWith(key + "."))
                                .map(each -> each.substring(key.length() + 1))
                                .findFirst()
                                .orElseThrow()
                        + ": ...\" below it, and has no value of its own."
                : "there is no key " + key + nearest(key, known);
    }

    private static void fromEnvironment(JsonObject environment, Map<String, Given> given) {
        Map<String, String> keys =
                Binder.keys().stream().collect(Collectors.toMap(key -> environmentName(key.name()), Binder.Key::name));
        for (String name : environment.fieldNames()) {
            if (!name.startsWith(ENVIRONMENT) || name.equals(CLIENT_TOKEN)) {
                continue;
            }
            String key = keys.get(name);
            if (key == null) {
                throw new BadSettingException(
                        "Environment: there is no setting " + name + nearest(name, List.copyOf(keys.keySet())));
            }
            put("environment variable " + name, key, environment.getValue(name), given);
        }
    }

    private static void fromProperties(JsonObject properties, Map<String, Given> given) {
        for (String name : properties.fieldNames()) {
            if (name.startsWith(PROPERTY)) {
                put("system property " + name, name.substring(PROPERTY.length()), properties.getValue(name), given);
            }
        }
    }

    /** {@code limits.textLength} as {@code PARLEY_LIMITS_TEXT_LENGTH}. */
    static String environmentName(String key) {
        return ENVIRONMENT
                + key.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static String nearest(String key, List<String> known) {
        return known.stream()
                .filter(each -> distance(key, each) <= Math.max(2, key.length() / 4))
                .min((a, b) -> Integer.compare(distance(key, a), distance(key, b)))
                .map(each -> "; did you mean " + each + "?")
                .orElse(".");
    }

    /** Levenshtein distance. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
