package chat.parley.bench;

/** A cell of the table, and what it was worked out from. */
record Figure(String value, String from) {}
