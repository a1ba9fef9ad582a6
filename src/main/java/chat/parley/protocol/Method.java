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
    REGISTER("register", Command.Register.class, Stage.GREETED),
    RESET("reset", Command.ResetPassword.class, Stage.GREETED),
    INVITE_CHECK("invite.check", Command.CheckInvite.class, Stage.GREETED),
    PING("ping", Command.Ping.class, Stage.GREETED),
    LOGOUT("logout", Command.Logout.class, Stage.LOGGED_IN),
    ROOMS_LIST("rooms.list", Command.ListRooms.class, Stage.LOGGED_IN),
    ROOMS_RESUME("rooms.resume", Command.ResumeRooms.class, Stage.LOGGED_IN),
    ROOMS_HISTORY("rooms.history", Command.ReadHistory.class, Stage.LOGGED_IN),
    ROOMS_CREATE("rooms.create", RoomCommand.Create.class, Stage.LOGGED_IN),
    ROOMS_FIND("rooms.find", RoomCommand.Find.class, Stage.LOGGED_IN),
    ROOMS_JOIN("rooms.join", RoomCommand.Join.class, Stage.LOGGED_IN),
    ROOMS_LEAVE("rooms.leave", RoomCommand.Leave.class, Stage.LOGGED_IN),
    ROOMS_INVITE("rooms.invite", RoomCommand.Invite.class, Stage.LOGGED_IN),
    ROOMS_MEMBERS("rooms.members", RoomCommand.Members.class, Stage.LOGGED_IN),
    ROOMS_ROLE("rooms.role", RoomCommand.SetRole.class, Stage.LOGGED_IN),
    ROOMS_KICK("rooms.kick", RoomCommand.Kick.class, Stage.LOGGED_IN),
    ROOMS_BAN("rooms.ban", RoomCommand.Ban.class, Stage.LOGGED_IN),
    ROOMS_UNBAN("rooms.unban", RoomCommand.Unban.class, Stage.LOGGED_IN),
    ROOMS_MUTE("rooms.mute", RoomCommand.Mute.class, Stage.LOGGED_IN),
    ROOMS_SET("rooms.set", RoomCommand.Change.class, Stage.LOGGED_IN),
    ROOMS_READ("rooms.read", RoomCommand.Read.class, Stage.LOGGED_IN),
    ROOMS_READERS("rooms.readers", RoomCommand.Readers.class, Stage.LOGGED_IN),
    ROOMS_PINS("rooms.pins", RoomCommand.Pins.class, Stage.LOGGED_IN),
    ROOMS_BANS("rooms.bans", RoomCommand.Bans.class, Stage.LOGGED_IN),
    ROOMS_AUDIT("rooms.audit", RoomCommand.Audit.class, Stage.LOGGED_IN),
    TYPING("typing", RoomCommand.Typing.class, Stage.LOGGED_IN),
    MESSAGES_SEND("messages.send", Command.SendMessage.class, Stage.LOGGED_IN),
    MESSAGES_EDIT("messages.edit", MessageCommand.Edit.class, Stage.LOGGED_IN),
    MESSAGES_DELETE("messages.delete", MessageCommand.Delete.class, Stage.LOGGED_IN),
    MESSAGES_REACT("messages.react", MessageCommand.React.class, Stage.LOGGED_IN),
    MESSAGES_PIN("messages.pin", MessageCommand.Pin.class, Stage.LOGGED_IN),
    MESSAGES_THREAD("messages.thread", MessageCommand.ReadThread.class, Stage.LOGGED_IN),
    MESSAGES_SEARCH("messages.search", MessageCommand.Search.class, Stage.LOGGED_IN),
    DIRECT_OPEN("direct.open", Command.OpenDirect.class, Stage.LOGGED_IN),
    PEOPLE_LIST("people.list", Command.ListPeople.class, Stage.LOGGED_IN),
    PEOPLE_GET("people.get", Command.GetPeople.class, Stage.LOGGED_IN),
    PEOPLE_FIND("people.find", Command.FindPeople.class, Stage.LOGGED_IN),
    FILES_LINK("files.link", Command.LinkFile.class, Stage.LOGGED_IN),
    ACCOUNT_PASSWORD("account.password", Command.ChangePassword.class, Stage.LOGGED_IN),
    ACCOUNT_DELETE("account.delete", Command.DeleteAccount.class, Stage.LOGGED_IN),
    PROFILE_SET("profile.set", Command.SetProfile.class, Stage.LOGGED_IN),
    PRESENCE_SET("presence.set", Command.SetPresence.class, Stage.LOGGED_IN),
    SESSIONS_LIST("sessions.list", Command.ListSessions.class, Stage.LOGGED_IN),
    SESSIONS_REVOKE("sessions.revoke", Command.RevokeSession.class, Stage.LOGGED_IN),
    BLOCKS_LIST("blocks.list", Command.ListBlocks.class, Stage.LOGGED_IN),
    BLOCKS_SET("blocks.set", Command.SetBlock.class, Stage.LOGGED_IN),
    ADMIN_USERS("admin.users", Command.ListAccounts.class, Stage.LOGGED_IN),
    ADMIN_SERVER("admin.server", Command.ShowServer.class, Stage.LOGGED_IN),
    ADMIN_ROLE("admin.role", Command.SetRole.class, Stage.LOGGED_IN),
    ADMIN_DEACTIVATE("admin.deactivate", Command.SetActive.class, Stage.LOGGED_IN),
    ADMIN_DELETE("admin.delete", Command.DeleteUser.class, Stage.LOGGED_IN),
    ADMIN_RESET_LINK("admin.resetLink", Command.ResetLink.class, Stage.LOGGED_IN),
    INVITES_CREATE("invites.create", Command.CreateInvite.class, Stage.LOGGED_IN),
    INVITES_LIST("invites.list", Command.ListInvites.class, Stage.LOGGED_IN),
    INVITES_REVOKE("invites.revoke", Command.RevokeInvite.class, Stage.LOGGED_IN),
    AUDIT_LIST("audit.list", Command.ListAudit.class, Stage.LOGGED_IN);

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
