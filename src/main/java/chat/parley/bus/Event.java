package chat.parley.bus;

/** An address that tells whoever listens. Best effort: a hint, never the truth. */
public record Event<E extends Record>(String address, Class<E> type) {}
