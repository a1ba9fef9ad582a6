package chat.parley.check;

/** The three doors. */
enum DoorKind {
    WEB,
    NATIVE,
    LEGACY;

    /** How clients of this door are called. */
    String prefix() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
