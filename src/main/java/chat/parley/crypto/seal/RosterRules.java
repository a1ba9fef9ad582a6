package chat.parley.crypto.seal;

import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.UserId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the changes of one entry do to the members, and whether its author may: by what the roster itself says. */
final class RosterRules {
    static final int MOST_MEMBERS = 10_000;

    private final RosterEntry entry;
    private final boolean first;
    private final Map<UserId, Roster.Member> members;
    private final Map<UserId, List<Roster.Span>> spans;
    private Room.@Nullable History history;
    private Roster.@Nullable Profile profile;
    private RosterChange.@Nullable Origin origin;
    private boolean authorLeft;

    RosterRules(
            RosterEntry entry,
            boolean first,
            Map<UserId, Roster.Member> members,
            Map<UserId, List<Roster.Span>> spans,
            Room.@Nullable History history,
            Roster.@Nullable Profile profile,
            RosterChange.@Nullable Origin origin) {
        this.entry = entry;
        this.first = first;
        this.members = new LinkedHashMap<>(members);
        this.spans = new HashMap<>(spans);
        this.history = history;
        this.profile = profile;
        this.origin = origin;
    }

    /** Applies all changes, or fails {@link Refusal#NOT_ALLOWED}. */
    void apply() {
        if (first) {
            authorComesFirst();
        }
        for (RosterChange change : entry.changes()) {
            if (authorLeft) {
                throw refused("Whoever leaves changes nothing afterwards.");
            }
            apply(change);
        }
        if (first) {
            checkFirst();
        }
        findOwner();
    }

    private void authorComesFirst() {
        if (!(entry.changes().get(0) instanceof RosterChange.Add add)
                || !add.user().equals(entry.author())
                || add.role() != Role.OWNER) {
            throw refused("The first entry begins by adding its author as owner.");
        }
    }

    private void checkFirst() {
        if (history == null) {
            throw refused("The first entry says the history rule.");
        }
        boolean pair = members.size() == 2 && members.values().stream().allMatch(m -> m.role() == Role.OWNER);
        if (entry.kind() == RosterEntry.Kind.DIRECT && !pair) {
            throw refused("A direct conversation has two members, both owners.");
        }
    }

    private void apply(RosterChange change) {
        if (change instanceof RosterChange.Add add) {
            add(add);
        } else if (change instanceof RosterChange.Remove remove) {
            remove(remove);
        } else if (change instanceof RosterChange.SetRole set) {
            role(set);
        } else if (change instanceof RosterChange.SetHistory set) {
            history(set);
        } else if (change instanceof RosterChange.Profile set) {
            authorMustBe(Role.MODERATOR);
            profile = new Roster.Profile(set.commitment(), set.sealed(), entry.author(), entry.authorDevice());
        } else if (change instanceof RosterChange.Account account) {
            account(account);
        } else if (change instanceof RosterChange.Origin from) {
            if (!first || origin != null) {
                throw refused("Only the first entry names an open room, and one.");
            }
            origin = from;
        } else {
            authorMustBe(Role.MODERATOR);
        }
    }

    private void add(RosterChange.Add add) {
        if (members.isEmpty() && !first) {
            throw refused("Nobody is left who could add somebody.");
        }
        if (!members.isEmpty()) {
            onlyAmongMany();
            authorMustBe(add.role() == Role.MEMBER ? Role.MODERATOR : Role.OWNER);
        }
        if (members.containsKey(add.user())) {
            throw refused("Who is added is a member already.");
        }
        if (members.size() >= MOST_MEMBERS) {
            throw refused("A room has at most " + MOST_MEMBERS + " members.");
        }
        members.put(add.user(), new Roster.Member(add.fingerprint(), add.role(), entry.authorDevice()));
        open(add.user(), add.fingerprint());
    }

    private void remove(RosterChange.Remove remove) {
        onlyLater();
        onlyAmongMany();
        Roster.Member member = member(remove.user());
        if (remove.user().equals(entry.author())) {
            authorLeft = true;
        } else {
            authorMustBe(Role.MODERATOR);
            mustBeBelowAuthor(member);
        }
        members.remove(remove.user());
        close(remove.user());
    }

    private void role(RosterChange.SetRole set) {
        onlyLater();
        onlyAmongMany();
        authorMustBe(Role.OWNER);
        Roster.Member member = member(set.user());
        if (member.role() == set.role()) {
            throw refused("The member has that role already.");
        }
        if (set.user().equals(entry.author())) {
            if (owners() == 1) {
                throw refused("The only owner cannot take a lower role.");
            }
        } else {
            mustBeBelowAuthor(member);
        }
        members.put(set.user(), new Roster.Member(member.fingerprint(), set.role(), member.addedBy()));
    }

    private void history(RosterChange.SetHistory set) {
        if (!first) {
            onlyAmongMany();
        }
        authorMustBe(Role.OWNER);
        if (set.rule() == history || (first && history != null)) {
            throw refused("The history rule is said once, and changes something.");
        }
        history = set.rule();
    }

    private void account(RosterChange.Account account) {
        onlyLater();
        authorMustBe(Role.MODERATOR);
        Roster.Member member = member(account.user());
        if (account.user().equals(entry.author()) || member.fingerprint().equals(account.fingerprint())) {
            throw refused("A new account is accepted by others, and is another than before.");
        }
        members.put(account.user(), new Roster.Member(account.fingerprint(), member.role(), entry.authorDevice()));
        close(account.user());
        open(account.user(), account.fingerprint());
    }

    /** A room with members has an owner: the moderator, else the member, who was added first. */
    private void findOwner() {
        if (members.isEmpty() || owners() > 0) {
            return;
        }
        UserId heir = members.entrySet().stream()
                .filter(e -> e.getValue().role() == Role.MODERATOR)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> members.keySet().iterator().next());
        members.computeIfPresent(
                heir, (user, member) -> new Roster.Member(member.fingerprint(), Role.OWNER, member.addedBy()));
    }

    private long owners() {
        return members.values().stream().filter(m -> m.role() == Role.OWNER).count();
    }

    private void open(UserId user, Octets fingerprint) {
        spans.merge(user, List.of(new Roster.Span(fingerprint, entry.index(), Long.MAX_VALUE)), RosterRules::joined);
    }

    private void close(UserId user) {
        List<Roster.Span> old = spans.getOrDefault(user, List.of());
        Roster.Span last = old.get(old.size() - 1);
        spans.put(
                user,
                joined(
                        old.subList(0, old.size() - 1),
                        List.of(new Roster.Span(last.fingerprint(), last.from(), entry.index()))));
    }

    private static List<Roster.Span> joined(List<Roster.Span> one, List<Roster.Span> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private Roster.Member member(UserId user) {
        Roster.Member member = members.get(user);
        if (member == null) {
            throw refused("Whom it is about is no member.");
        }
        return member;
    }

    private void authorMustBe(Role needed) {
        Roster.Member author = member(entry.author());
        if (!author.role().atLeast(needed)) {
            throw refused("That takes " + needed.spoken() + ", and its author is "
                    + author.role().spoken() + ".");
        }
    }

    private void mustBeBelowAuthor(Roster.Member other) {
        if (!member(entry.author()).role().above(other.role())) {
            throw refused("Nobody acts on their equals.");
        }
    }

    private void onlyLater() {
        if (first) {
            throw refused("A first entry adds and settles; it changes nothing that was.");
        }
    }

    private void onlyAmongMany() {
        if (entry.kind() == RosterEntry.Kind.DIRECT && !first) {
            throw refused("The two of a direct conversation stay.");
        }
    }

    private static RefusedException refused(String because) {
        return new RefusedException(Refusal.NOT_ALLOWED, "The roster entry is refused. " + because);
    }

    Map<UserId, Roster.Member> members() {
        return members;
    }

    Map<UserId, List<Roster.Span>> spans() {
        return spans;
    }

    Room.History history() {
        if (history == null) {
            throw new IllegalStateException("apply() comes first");
        }
        return history;
    }

    Roster.@Nullable Profile profile() {
        return profile;
    }

    RosterChange.@Nullable Origin origin() {
        return origin;
    }
}
