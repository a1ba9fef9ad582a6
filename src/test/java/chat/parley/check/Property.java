package chat.parley.check;

/** What a run proves from its records. */
enum Property {
    KEPT("every acknowledged message is on disk under its number, and reached everybody it was for"),
    ONCE("nothing is stored or delivered twice"),
    ORDER("everybody sees one order"),
    ALLOWED("nobody saw what they were not allowed to, and private rooms were hidden from others"),
    ENDED(
            "whose session was ended was cut off at once, received nothing sent afterwards, and could not come back by it"),
    GENUINE("what arrived is what was sent, from whom it was sent; what was refused is nowhere");

    private final String sentence;

    Property(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
