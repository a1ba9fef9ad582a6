package chat.parley.console;

import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/** Styles that a terminal may have: none on a dumb one, no colours where NO_COLOR (no-color.org) is set. */
record Paint(boolean styles, boolean colours) {
    private static final int[] NAMES = {
        AttributedStyle.CYAN,
        AttributedStyle.GREEN,
        AttributedStyle.MAGENTA,
        AttributedStyle.YELLOW,
        AttributedStyle.BLUE
    };

    static Paint of(Terminal terminal, @Nullable String noColor) {
        boolean styles = !terminal.getType().startsWith("dumb");
        return new Paint(styles, styles && (noColor == null || noColor.isEmpty()));
    }

    AttributedString plain(String text) {
        return new AttributedString(text);
    }

    AttributedString dim(String text) {
        return styles ? new AttributedString(text, AttributedStyle.DEFAULT.faint()) : plain(text);
    }

    AttributedString bold(String text) {
        return styles ? new AttributedString(text, AttributedStyle.BOLD) : plain(text);
    }

    AttributedString warn(String text) {
        return colours ? new AttributedString(text, AttributedStyle.BOLD.foreground(AttributedStyle.RED)) : bold(text);
    }

    /** A name keeps its colour; one's own is bold. */
    AttributedString name(Person person, boolean me) {
        if (!colours || me) {
            return bold(person.name());
        }
        int colour = NAMES[Math.floorMod(person.id().hashCode(), NAMES.length)];
        return new AttributedString(person.name(), AttributedStyle.DEFAULT.foreground(colour));
    }

    static AttributedString join(AttributedString... parts) {
        AttributedStringBuilder joined = new AttributedStringBuilder();
        for (AttributedString part : parts) {
            joined.append(part);
        }
        return joined.toAttributedString();
    }
}
