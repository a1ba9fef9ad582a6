package chat.parley.log;

import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.User;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What those who keep order did, room by room; it stays when retention removes the entries. */
final class Audit {
    private static final String INSERT = "INSERT INTO audit (room, time, by_id, by_name, by_kind, action,"
            + " target_id, target_name, target_kind, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Sql sql;

    Audit(Sql sql) {
        this.sql = sql;
    }

    /** Notes what an entry did to the room or to somebody in it; coming, going and talking are not noted. */
    void note(long room, Entry entry) throws SQLException {
        Content content = entry.content();
        if (content instanceof Content.Member member) {
            switch (member.change()) {
                case INVITED, KICKED, BANNED, UNBANNED ->
                    note(room, entry, member.change().name().toLowerCase(Locale.ROOT), member.user(), member.reason());
                case JOINED, LEFT, DECLINED -> {}
            }
        } else if (content instanceof Content.Mute mute) {
            note(room, entry, mute.until() == null ? "unmuted" : "muted", mute.user(), mute.reason());
        } else if (content instanceof Content.SetRole role) {
            note(room, entry, "role", role.user(), role.role().name().toLowerCase(Locale.ROOT));
        } else if (content instanceof Content.Created created) {
            note(room, entry, "created", null, created.name());
        } else if (content instanceof Content.Topic topic) {
            note(room, entry, "topic", null, topic.topic());
        } else if (content instanceof Content.Rename rename) {
            note(room, entry, "renamed", null, rename.name());
        } else if (content instanceof Content.Settings settings) {
            note(room, entry, "settings", null, SettingsInWords.of(settings));
        }
    }

    void note(long room, Entry entry, String action, @Nullable User target, @Nullable String detail)
            throws SQLException {
        User by = entry.sender();
        sql.update(
                INSERT,
                room,
                entry.time(),
                by.id().value(),
                by.name().value(),
                by.kind().name(),
                action,
                target == null ? null : target.id().value(),
                target == null ? null : target.name().value(),
                target == null ? null : target.kind().name(),
                detail);
    }
}
