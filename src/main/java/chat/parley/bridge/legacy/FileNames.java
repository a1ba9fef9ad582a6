package chat.parley.bridge.legacy;

import java.net.URLConnection;

/** File names from peers: a name, never a path. */
final class FileNames {
    private static final int MAX_CODE_POINTS = 255;

    private FileNames() {}

    /** What comes after the last slash of either kind, without control and invisible characters; never empty, {@code .} or {@code ..}. */
    static String plain(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder plain = new StringBuilder(last.length());
        last.codePoints().filter(FileNames::isVisible).limit(MAX_CODE_POINTS).forEach(plain::appendCodePoint);
        String stripped = plain.toString().strip();
        return stripped.isEmpty() || stripped.equals(".") || stripped.equals("..") ? "file" : stripped;
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> c == 0x200d; // joins emoji; the others hide or turn text
            default -> true;
        };
    }

    /** The media type that a name suggests. */
    static String type(String name) {
        String type = URLConnection.getFileNameMap().getContentTypeFor(name);
        return type == null ? "application/octet-stream" : type;
    }
}
