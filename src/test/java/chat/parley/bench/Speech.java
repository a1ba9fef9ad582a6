package chat.parley.bench;

/** What one client says and how it reads what it hears: the client protocol or the legacy one. */
interface Speech {
    /** The connection is open: log in and follow the lobby. */
    void begin(Client client);

    /** A whole message arrived. */
    void heard(Client client, byte[] bytes, int from, int to);

    /** A chat message that carries a number in its text. */
    byte[] message(String room, long number, int textBytes);
}
