package chat.parley.check;

/** A property that did not hold, and where. */
record Finding(Property property, String sentence) {}
