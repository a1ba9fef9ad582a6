package chat.parley.check;

import java.util.Random;

/** What messages and files say: a label that no other has, and padding that follows from it. */
final class Text {
    private static final String END = " §";

    private Text() {}

    static String of(String label, int padding) {
        return padding == 0 ? label + END : label + " " + pad(label, padding) + END;
    }

    /** The label of a text that is whole; what is not keeps all of itself, so that it is nobody's label. */
    static String label(String text) {
        int space = text.indexOf(' ');
        if (space < 0 || !text.endsWith(END)) {
            return "(broken) " + text;
        }
        String label = text.substring(0, space);
        int padding = Math.max(0, text.length() - label.length() - END.length() - 1);
        return text.equals(of(label, padding)) ? label : "(broken) " + text;
    }

    private static String pad(String label, int length) {
        String unit = label + "äß🚀";
        return unit.repeat(length / unit.length() + 1).substring(0, length).replaceFirst("\\p{Cs}$", "_");
    }

    static byte[] file(String label) {
        Random random = new Random(label.hashCode());
        byte[] bytes = new byte[1 + random.nextInt(30_000)];
        random.nextBytes(bytes);
        return bytes;
    }
}
