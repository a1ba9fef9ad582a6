package chat.parley.crypto.seal;

/** One of a few values that stands as a byte in a structure. */
interface Coded {
    int code();
}
