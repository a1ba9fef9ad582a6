package chat.parley.log;

import chat.parley.bus.Log.Create;
import chat.parley.model.Content;
import chat.parley.model.Content.Change;
import chat.parley.model.Entry;
import chat.parley.model.MessageId;
import chat.parley.model.Room;
import chat.parley.model.User;
import java.util.ArrayList;
import java.util.List;

/** The first entries of a room: that it was made, and who was invited with that. */
final class Creation {
    private Creation() {}

    static List<Entry> entries(Create create, long time) {
        Room room = create.room();
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(
                room.id(),
                1,
                time,
                create.creator(),
                create.id(),
                new Content.Created(room.kind(), room.name(), room.topic(), room.history())));
        for (User user : create.invited()) {
            entries.add(new Entry(
                    room.id(),
                    entries.size() + 1L,
                    time,
                    create.creator(),
                    MessageId.at(time),
                    new Content.Member(user, Change.INVITED, null)));
        }
        return entries;
    }
}
