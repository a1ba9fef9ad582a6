package chat.parley.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes a {@link Settings} of texts by key; what a text should have been is said with the place it came from. */
final class Binder {
    private final Map<String, Given> given;

    /** A value as it was written, and where. */
    record Given(String text, String place) {}

    Binder(Map<String, Given> given) {
        this.given = given;
    }

    Settings bind() {
        return bind(Settings.class, "");
    }

    private <R extends Record> R bind(Class<R> type, String prefix) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = prefix + components[i].getName();
            Class<?> component = components[i].getType();
            values[i] = component.isRecord() && component != Size.class
                    ? bind(component.asSubclass(Record.class), key + ".")
                    : convert(component, key, textOf(components[i], key));
        }
        return construct(type, components, values, prefix);
    }

    private Given textOf(RecordComponent component, String key) {
        Given value = given.get(key);
        return value != null
                ? value
                : new Given(component.getAnnotation(Setting.class).value(), "the default");
    }

    private static Object convert(Class<?> type, String key, Given value) {
        String text = value.text().strip();
        try {
            if (type == int.class) {
                return Integer.parseInt(text);
            } else if (type == boolean.class) {
                return bool(text);
            } else if (type == Duration.class) {
                return Durations.parse(text);
            } else if (type == Size.class) {
                return Size.parse(text);
            } else if (type == Path.class) {
                return path(text);
            } else if (type == List.class) {
                return Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList();
            } else if (type.isEnum()) {
                return constant(type, text);
            }
            return text;
        } catch (NumberFormatException e) {
            throw bad(value, key, text, "a whole number");
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw bad(value, key, text, String.valueOf(e.getMessage()));
        }
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    private static Object constant(Class<?> type, String text) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .toList();
        int index = names.indexOf(text);
        if (index < 0) {
            throw new IllegalArgumentException(
                    String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.get(names.size() - 1));
        }
        return type.getEnumConstants()[index];
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a folder");
        }
        return Path.of(text);
    }

    private <R extends Record> R construct(
            Class<R> type, RecordComponent[] components, Object[] values, String prefix) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Rules.Broken broken) {
                String key = prefix + broken.key;
                Given value = given.getOrDefault(key, new Given(broken.value, "the default"));
                throw bad(value, key, broken.value, broken.right);
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BadSettingException bad(Given value, String key, String text, String right) {
        return new BadSettingException(
                value.place() + ": " + key + " is \"" + text + "\", but should be " + right + ".");
    }

    /** A key with what is known about it. */
    record Key(String name, Setting setting) {}

    /** Every key, in the order of the records. */
    static List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        collect(Settings.class, "", keys);
        return keys;
    }

    /** The groups of keys with the line that explains each. */
    static Map<String, String> groups() {
        Map<String, String> groups = new LinkedHashMap<>();
        for (RecordComponent component : Settings.class.getRecordComponents()) {
            if (component.getType().isRecord()) {
                groups.put(
                        component.getName(),
                        component.getAnnotation(Setting.class).help());
            }
        }
        return groups;
    }

    private static void collect(Class<?> type, String prefix, List<Key> keys) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + component.getName();
            if (component.getType().isRecord() && component.getType() != Size.class) {
                collect(component.getType(), name + ".", keys);
            } else {
                keys.add(new Key(name, component.getAnnotation(Setting.class)));
            }
        }
    }
}
