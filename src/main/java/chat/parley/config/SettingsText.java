package chat.parley.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Settings as YAML with a line of explanation each: what {@code config print} shows and {@code conf/parley.yaml} is. */
public final class SettingsText {
    private static final String HIDDEN = "\"(set, not shown)\"";

    private SettingsText() {}

    /** The settings in force; secrets are not shown. */
    public static String of(Settings settings) {
        StringBuilder text = new StringBuilder();
        append(settings, "", text);
        return text.toString();
    }

    private static void append(Record group, String indent, StringBuilder text) {
        for (RecordComponent component : group.getClass().getRecordComponents()) {
            Setting setting = component.getAnnotation(Setting.class);
            Object value = valueOf(group, component);
            if (value instanceof Record inner && !(value instanceof Size)) {
                text.append("\n# ").append(setting.help()).append('\n');
                text.append(component.getName()).append(":\n");
                append(inner, "  ", text);
            } else {
                text.append(indent).append("# ").append(setting.help());
                text.append(" (default: ").append(yaml(setting.value())).append(")\n");
                // What everybody finds in the source is no secret.
                boolean hidden = setting.secret() && !setting.value().equals(value) && !"".equals(value);
                String shown = hidden ? HIDDEN : write(value);
                text.append(indent)
                        .append(component.getName())
                        .append(": ")
                        .append(shown)
                        .append('\n');
            }
        }
    }

    private static Object valueOf(Record group, RecordComponent component) {
        try {
            return component.getAccessor().invoke(group);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String write(Object value) {
        if (value instanceof Duration duration) {
            return Durations.format(duration);
        }
        if (value instanceof List<?> list) {
            return list.isEmpty() ? "[]" : list.toString();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
        return yaml(String.valueOf(value));
    }

    private static String yaml(String text) {
        return text.isEmpty() ? "\"\"" : text.matches("[\\w./-]+") ? text : '"' + text + '"';
    }

    /** Every key with its default and its explanation, for documentation. */
    public static Map<String, List<String>> reference() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (Binder.Key key : Binder.keys()) {
            rows.put(key.name(), List.of(key.setting().value(), key.setting().help()));
        }
        return rows;
    }
}
