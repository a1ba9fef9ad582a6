package chat.parley.protocol;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The methods of the protocol: name on the wire, command, and what has to come before it. */
public enum Method {
    HELLO("hello", Command.Hello.class, Stage.ANY),
    LOGIN("login", Command.Login.class, Stage.GREETED),
    PING("ping", Command.Ping.class, Stage.GREETED),
    LOGOUT("logout", Command.Logout.class, Stage.LOGGED_IN),
    ROOMS_LIST("rooms.list", Command.ListRooms.class, Stage.LOGGED_IN),
    ROOMS_RESUME("rooms.resume", Command.ResumeRooms.class, Stage.LOGGED_IN),
    ROOMS_HISTORY("rooms.history", Command.ReadHistory.class, Stage.LOGGED_IN),
    MESSAGES_SEND("messages.send", Command.SendMessage.class, Stage.LOGGED_IN),
    DIRECT_OPEN("direct.open", Command.OpenDirect.class, Stage.LOGGED_IN),
    PEOPLE_LIST("people.list", Command.ListPeople.class, Stage.LOGGED_IN),
    FILES_LINK("files.link", Command.LinkFile.class, Stage.LOGGED_IN);

    /** How far a connection has to be. */
    public enum Stage {
        ANY,
        GREETED,
        LOGGED_IN
    }

    private static final Map<String, Method> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(Method::wireName, Function.identity()));

    private final String wireName;
    private final Class<? extends Command> command;
    private final Stage stage;

    Method(String wireName, Class<? extends Command> command, Stage stage) {
        this.wireName = wireName;
        this.command = command;
        this.stage = stage;
    }

    public String wireName() {
        return wireName;
    }

    public Class<? extends Command> command() {
        return command;
    }

    public Stage stage() {
        return stage;
    }

    static @Nullable Method named(String name) {
        return BY_NAME.get(name);
    }
}
