package chat.parley.protocol;

import chat.parley.model.FileId;
import chat.parley.model.FileRef;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.Secret;
import chat.parley.model.SessionId;
import chat.parley.model.Status;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client can ask for: the params of each method of {@code docs/protocol.md}. */
public sealed interface Command
        permits Command.Hello,
                Command.Login,
                Command.Logout,
                Command.Ping,
                Command.ListRooms,
                Command.ResumeRooms,
                Command.ReadHistory,
                Command.SendMessage,
                Command.OpenDirect,
                Command.ListPeople,
                Command.LinkFile,
                Command.ForAccounts,
                Command.ForAdmins,
                RoomCommand,
                MessageCommand {
    /** Agrees on the version; {@code client} is a name and version for the log. */
    record Hello(int protocol, @Nullable String client) implements Command {}

    /** As a guest of a name, with a token, or with the name and password of an account: exactly one of the three. */
    record Login(
            @Nullable String guest,
            @Nullable Secret token,
            @Nullable String name,
            @Nullable Secret password,
            @Nullable String client)
            implements Command {}

    record Logout() implements Command {}

    record Ping() implements Command {}

    record ListRooms() implements Command {}

    /** Per room the last sequence number that the client has; null for "from the present end". */
    record ResumeRooms(Map<RoomId, @Nullable Long> rooms) implements Command {}

    record ReadHistory(
            RoomId room,
            @Nullable Long before,
            @Nullable Long after,
            @Nullable Integer limit) implements Command {}

    /**
     * {@code replyTo}: the number of the message that it answers. {@code previews}: small pictures, by the file that each
     * stands for; {@code sizes}: of the files that are pictures, how large they are shown in full.
     */
    record SendMessage(
            RoomId room,
            MessageId id,
            String text,
            List<FileId> files,
            @Nullable Long replyTo,
            Map<FileId, FileId> previews,
            Map<FileId, FileRef.Sides> sizes)
            implements Command {
        public SendMessage(
                RoomId room,
                MessageId id,
                @Nullable String text,
                @Nullable List<FileId> files,
                @Nullable Long replyTo,
                @Nullable Map<FileId, FileId> previews,
                @Nullable Map<FileId, FileRef.Sides> sizes) {
            this.room = room;
            this.id = id;
            this.text = text == null ? "" : text;
            this.files = files == null ? List.of() : List.copyOf(files);
            this.replyTo = replyTo;
            this.previews = previews == null ? Map.of() : Map.copyOf(previews);
            this.sizes = sizes == null ? Map.of() : Map.copyOf(sizes);
        }
    }

    /** With somebody by id or by name: exactly one of the two. */
    record OpenDirect(@Nullable UserId user, @Nullable String name) implements Command {}

    record ListPeople(@Nullable String after, @Nullable Integer limit) implements Command {}

    record LinkFile(FileId file) implements Command {}

    /** What concerns accounts and their people. */
    sealed interface ForAccounts extends Command {}

    record Register(
            String name,
            Secret password,
            @Nullable Secret invite,
            @Nullable String client) implements ForAccounts {}

    record ResetPassword(
            Secret token, Secret password, @Nullable String client) implements ForAccounts {}

    record CheckInvite(Secret invite) implements ForAccounts {}

    record ChangePassword(Secret old, @JsonProperty("new") Secret next) implements ForAccounts {}

    /** What becomes of the messages of an account that ends. */
    enum Messages {
        @JsonProperty("keep")
        KEEP,
        @JsonProperty("erase")
        ERASE
    }

    record DeleteAccount(Secret password, Messages messages) implements ForAccounts {}

    /** What is absent stays; empty takes away. */
    record SetProfile(@Nullable String display, @Nullable String avatar) implements ForAccounts {}

    /** {@code status}: chosen, for all connections; {@code idle}: of this connection. */
    record SetPresence(@Nullable Status status, @Nullable Boolean idle) implements ForAccounts {}

    record ListSessions() implements ForAccounts {}

    record RevokeSession(SessionId session) implements ForAccounts {}

    record GetPeople(List<UserId> users) implements ForAccounts {}

    record FindPeople(String query, @Nullable Integer limit) implements ForAccounts {}

    record ListBlocks() implements ForAccounts {}

    record SetBlock(UserId user, boolean blocked) implements ForAccounts {}

    /** What administrators ask for. */
    sealed interface ForAdmins extends Command {}

    record ListAccounts(
            @Nullable String query,
            @Nullable String after,
            @Nullable Integer limit) implements ForAdmins {}

    record ShowServer() implements ForAdmins {}

    record SetRole(UserId user, UserKind role) implements ForAdmins {}

    record SetActive(UserId user, boolean active) implements ForAdmins {}

    record DeleteUser(UserId user, Messages messages) implements ForAdmins {}

    record ResetLink(UserId user) implements ForAdmins {}

    record CreateInvite(UserKind role, int uses, int hours) implements ForAdmins {}

    record ListInvites() implements ForAdmins {}

    record RevokeInvite(String id) implements ForAdmins {}

    record ListAudit(@Nullable Long before, @Nullable Integer limit) implements ForAdmins {}
}
