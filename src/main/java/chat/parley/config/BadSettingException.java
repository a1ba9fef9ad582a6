package chat.parley.config;

/** A key that does not exist or a value that breaks its rule: names where it stands, key, value and what would be right. */
public final class BadSettingException extends RuntimeException {
    public BadSettingException(String message) {
        super(message, null, false, false);
    }
}
