package chat.parley.bridge;

import chat.parley.bus.Administration;
import chat.parley.bus.Bus;
import chat.parley.bus.Files;
import chat.parley.bus.Health;
import chat.parley.bus.Users;
import chat.parley.model.Secret;
import chat.parley.model.UserId;
import chat.parley.protocol.Command;
import chat.parley.protocol.Views.AccountView;
import chat.parley.protocol.Views.AccountsView;
import chat.parley.protocol.Views.ActView;
import chat.parley.protocol.Views.AuditView;
import chat.parley.protocol.Views.ConnectionsView;
import chat.parley.protocol.Views.InviteLinkView;
import chat.parley.protocol.Views.InviteView;
import chat.parley.protocol.Views.InvitesView;
import chat.parley.protocol.Views.NothingView;
import chat.parley.protocol.Views.PartyView;
import chat.parley.protocol.Views.ResetLinkView;
import chat.parley.protocol.Views.ServerView;
import chat.parley.protocol.Views.StorageView;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What administrators do. Whether somebody is one, the registry decides. */
final class AdminHandlers {
    private final Door door;
    private final Session session;
    private final Bus bus;

    AdminHandlers(Door door, Session session) {
        this.door = door;
        this.session = session;
        this.bus = door.bus;
    }

    Future<?> handle(Command.ForAdmins command) {
        UserId by = session.login().user().id();
        if (command instanceof Command.ListAccounts list) {
            return list(by, list);
        } else if (command instanceof Command.ShowServer) {
            return server(by);
        } else if (command instanceof Command.SetRole set) {
            return bus.ask(Administration.SET_ROLE, new Administration.SetRole(by, set.user(), set.role()))
                    .compose(this::withStorage);
        } else if (command instanceof Command.SetActive set) {
            return bus.ask(Administration.SET_ACTIVE, new Administration.SetActive(by, set.user(), set.active()))
                    .compose(this::withStorage);
        } else if (command instanceof Command.DeleteUser delete) {
            boolean erase = delete.messages() == Command.Messages.ERASE;
            return bus.ask(Administration.DELETE, new Administration.Delete(by, delete.user(), erase))
                    .compose(this::withStorage);
        } else if (command instanceof Command.ResetLink reset) {
            return bus.ask(Administration.RESET, new Administration.Reset(by, reset.user()))
                    .map(issued -> new ResetLinkView(url("reset", issued.token()), issued.expires()));
        } else if (command instanceof Command.CreateInvite create) {
            return bus.ask(
                            Administration.INVITE,
                            new Administration.Invite(by, create.role(), create.uses(), create.hours()))
                    .map(issued -> new InviteLinkView(issued.id(), url("invite", issued.token()), issued.expires()));
        } else if (command instanceof Command.ListInvites) {
            return bus.ask(Administration.INVITES, new Administration.By(by)).map(AdminHandlers::view);
        } else if (command instanceof Command.RevokeInvite revoke) {
            return bus.ask(Administration.REVOKE_INVITE, new Administration.RevokeInvite(by, revoke.id()))
                    .map(new NothingView());
        } else if (command instanceof Command.ListAudit list) {
            return bus.ask(Administration.AUDIT, new Administration.ReadAudit(by, list.before(), limit(list.limit())))
                    .map(AdminHandlers::view);
        }
        throw new IllegalStateException("No handler for " + command.getClass().getSimpleName());
    }

    private Future<AccountsView> list(UserId by, Command.ListAccounts list) {
        return bus.ask(
                        Administration.ACCOUNTS,
                        new Administration.ListAccounts(by, list.query(), list.after(), limit(list.limit())))
                .compose(found -> used(found.accounts())
                        .map(used -> new AccountsView(
                                found.accounts().stream()
                                        .map(account -> view(account, used))
                                        .toList(),
                                found.total(),
                                used.map(Files.Usage::inAll).orElse(null))));
    }

    private Future<AccountView> withStorage(Administration.Account account) {
        return used(List.of(account)).map(used -> view(account, used));
    }

    /** Empty while the file store does not answer: accounts are looked after all the same. */
    private Future<Optional<Files.Usage>> used(List<Administration.Account> accounts) {
        List<UserId> owners =
                accounts.stream().map(account -> account.known().user().id()).toList();
        return bus.ask(Files.USED, new Files.Owners(owners)).map(Optional::of).otherwise(Optional.empty());
    }

    private Future<ServerView> server(UserId by) {
        return bus.ask(Administration.CONNECTED, new Administration.By(by))
                .compose(connected -> door.readiness
                        .look()
                        .map(found -> new ServerView(
                                door.serverName,
                                ManagementFactory.getRuntimeMXBean().getStartTime(),
                                found.isReady(),
                                found.checks(),
                                view(found.journal()),
                                view(found.files()),
                                view(connected.connections()),
                                connected.online())));
    }

    private static @Nullable StorageView view(Health.@Nullable Room room) {
        return room == null ? null : new StorageView(room.used(), room.free());
    }

    private static ConnectionsView view(Map<Users.Through, Integer> connections) {
        return new ConnectionsView(
                connections.getOrDefault(Users.Through.WEB, 0),
                connections.getOrDefault(Users.Through.NATIVE, 0),
                connections.getOrDefault(Users.Through.LEGACY, 0));
    }

    private int limit(@Nullable Integer asked) {
        int most = door.settings.limits().historyPage();
        return asked == null ? most : Math.max(1, Math.min(asked, most));
    }

    /** Behind {@code #}, so that a browser sends it to nobody. */
    private Secret url(String kind, Secret token) {
        return new Secret(door.filesPlace.get().url() + "/#/" + kind + "/" + token.value());
    }

    private static AccountView view(Administration.Account account, Optional<Files.Usage> used) {
        UserId id = account.known().user().id();
        return new AccountView(
                RoomViews.view(account.known()),
                account.state().name().toLowerCase(Locale.ROOT),
                account.created(),
                used.map(all -> all.byOwner().getOrDefault(id, 0L)).orElse(null));
    }

    private static InvitesView view(Administration.Invites invites) {
        return new InvitesView(invites.invites().stream()
                .map(each -> new InviteView(
                        each.id(),
                        each.role(),
                        each.uses(),
                        each.used(),
                        each.created(),
                        each.expires(),
                        each.createdBy()))
                .toList());
    }

    private static AuditView view(Administration.Audit audit) {
        return new AuditView(audit.acts().stream()
                .map(act -> new ActView(
                        act.number(), act.time(), party(act.by()), act.action(), party(act.user()), act.detail()))
                .toList());
    }

    private static @Nullable PartyView party(Administration.@Nullable Party party) {
        return party == null ? null : new PartyView(party.id(), party.name());
    }
}
