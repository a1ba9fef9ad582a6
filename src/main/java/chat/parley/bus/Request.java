package chat.parley.bus;

/** An address that answers: one question type, one answer type. Declared once, on the contract of whoever answers. */
public record Request<Q extends Record, A extends Record>(String address, Class<Q> question, Class<A> answer) {}
