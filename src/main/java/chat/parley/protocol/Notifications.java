package chat.parley.protocol;

import chat.parley.model.Entry;

/** What the server tells without being asked, as bytes of JSON. */
public final class Notifications {
    private Notifications() {}

    public static byte[] entry(Entry entry) {
        return JsonRpc.notification(Notification.ENTRY, EntryView.of(entry));
    }

    public static byte[] room(Views.RoomView room) {
        return JsonRpc.notification(Notification.ROOM, room);
    }

    /** One is no longer in a room: it is dropped from the client. */
    public static byte[] left(Views.LeftView left) {
        return JsonRpc.notification(Notification.LEFT, left);
    }

    /** The user has read further at another connection. */
    public static byte[] read(Views.ReadView read) {
        return JsonRpc.notification(Notification.READ, read);
    }

    /** Somebody else in a small room has read further. */
    public static byte[] reader(Views.ReaderView reader) {
        return JsonRpc.notification(Notification.READER, reader);
    }

    public static byte[] typing(Views.TypingView typing) {
        return JsonRpc.notification(Notification.TYPING, typing);
    }

    public static byte[] person(Views.UserView person) {
        return JsonRpc.notification(Notification.PERSON, person);
    }

    /** The client was too slow for some {@code person} notifications: it lists the people again. */
    public static byte[] peopleStale() {
        return JsonRpc.notification(Notification.PEOPLE, new Views.NothingView());
    }

    public static byte[] ended(String reason) {
        return JsonRpc.notification(Notification.ENDED, new Views.EndedView(reason));
    }

    public static byte[] stopping(String reason, int retryAfterSeconds) {
        return JsonRpc.notification(Notification.STOPPING, new Views.StoppingView(reason, retryAfterSeconds));
    }
}
