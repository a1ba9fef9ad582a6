import { language, t } from '../i18n';
import { ulid } from '../lib/ulid';
import { Connection, type ConnectionEvents, type Entrance, type Line, type Link } from '../net/connection';
import { FileLinks } from '../net/files';
import { DEFAULT_LIMITS, type Entry, type FileRef, type Hello, type Limits, type Login, type Method, type Notifications, type Params, type Result, type Room, type Status, type User } from '../net/protocol';
import { NoAnswer, RpcError, type SocketLike } from '../net/rpc';
import { Absence } from './absence';
import { Conversation, PAGE } from './conversation';
import type { Keeper, Who } from './keeper';
import { Keeping } from './keeping';
import { memory } from './memory';
import { Outbox, type Outgoing } from './outbox';
import { People } from './people';
import { Thread } from './thread';
import { TYPING_LASTS } from './typing';

/** Somebody who writes says so again after this. */
const TYPING_TOLD = 3_000;

/** Who has not touched the page for so long is shown as away. */
const AWAY_AFTER = 600_000;

/** Everything the views show, and everything they can ask for. One per page. */
export class Store {
  private readonly listeners = new Set<() => void>();
  private readonly connection: Line;
  private readonly outbox: Outbox;
  private readonly keeping: Keeping;
  private readonly conversations = new Map<string, Conversation>();
  private readonly directory = new People();
  private typedAt = 0;
  private readonly telling = new Map<string, ReturnType<typeof setTimeout>>();
  readonly absence = new Absence(AWAY_AFTER, (idle) => {
    if (this.me) this.connection.call('presence.set', { idle }).catch(() => undefined); // a hint: nobody waits for it
  });
  readonly links = new FileLinks((file) => this.connection.call('files.link', { file }));
  me: User | undefined;
  token: string | undefined;
  limits: Limits = DEFAULT_LIMITS;
  server = '';
  features: ReadonlySet<string> = new Set();
  open: string | undefined;
  /** The open room is shown in place of the one that was left, which this browser has nothing of. */
  private standIn = false;
  /** Why the login screen is shown, when it was not by choice. */
  farewell = '';
  /** Told of each message of somebody else that was not read before. */
  news: (conversation: Conversation, entry: Entry) => void = () => undefined;
  /** The thread that is shown beside its room. */
  thread: Thread | undefined;
  /** Known from an earlier visit, not confirmed yet. */
  returning = false;
  /** What is shown is what this device kept: the server has not been heard yet. */
  remembered = false;
  /** The first attempt to reach the server is still under way. */
  arriving = false;

  constructor(
    openSocket: () => SocketLike, keeper?: Keeper,
    line: (events: ConnectionEvents) => Line = (events) => new Connection(openSocket, events),
  ) {
    this.keeping = new Keeping(keeper, () => this.conversations.values(), (items) => this.takeUp(items));
    this.connection = line({
      link: ({ phase }) => {
        if (phase === 'waiting' || phase === 'online') this.arriving = false;
        this.changed();
      },
      loggedIn: (login, hello) => {
        this.limits = { ...DEFAULT_LIMITS, ...hello.limits };
        this.server = hello.server;
        this.features = new Set(hello.features);
        void this.loggedIn(login);
      },
      notified: (method, params) => {
        if (method === 'entry') this.entry(params as Entry);
        else if (method === 'room') this.roomChanged(params as Room);
        else if (method === 'person') this.personChanged(params as User);
        else if (method === 'people') void this.readPeople();
        else if (method === 'read') this.readElsewhere(params as Notifications['read']);
        else if (method === 'reader') this.readBy(params as Notifications['reader']);
        else if (method === 'typing') this.typingChanged(params as Notifications['typing']);
        else if (method === 'left') this.left(params as Notifications['left']);
      },
      refused: (reason) => this.forget(language() === 'en' ? reason : t('login.ended')),
    });
    this.outbox = new Outbox(
      async ({ room, id, text, files, replyTo }) => {
        const ids = files.map((file) => file.id);
        try {
          const previews = files.flatMap(({ id: file, preview }) => (preview === undefined ? [] : [[file, preview] as const]));
          const sizes = files.flatMap(({ id: file, width, height }) => (width === undefined || height === undefined ? [] : [[file, { width, height }] as const]));
          const posted = await this.connection.call('messages.send', {
            room, id, text, ...(ids.length ? { files: ids } : {}), ...(previews.length ? { previews: Object.fromEntries(previews) } : {}), ...(sizes.length ? { sizes: Object.fromEntries(sizes) } : {}), ...(replyTo === undefined ? {} : { replyTo }),
          });
          // Said by an earlier page, and shown already: it does not come again.
          if (posted.seq <= (this.conversations.get(room)?.log.live ?? 0)) this.outbox.arrived(id);
          return posted;
        } catch (error) {
          if (error instanceof RpcError && error.failure === 'USER_GONE') this.peerGone(room);
          throw error;
        }
      },
      () => this.changed(),
      (items) => this.keeping.keepOutbox(items),
    );
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get link(): Link {
    return this.connection.link;
  }

  get rooms(): Conversation[] {
    const all = [...this.conversations.values()];
    const time = (c: Conversation) => (c.isDirect ? (c.latest?.time ?? 0) : 0);
    const rank = (c: Conversation) => (c.isLobby ? 0 : c.isDirect ? 2 : 1);
    return all.sort((a, b) => rank(a) - rank(b) || time(b) - time(a) || a.room.name.localeCompare(b.room.name));
  }

  get current(): Conversation | undefined {
    return this.open === undefined ? undefined : this.conversations.get(this.open);
  }

  get people(): User[] {
    return this.directory.list;
  }

  /** Mentions, and messages to this person alone. */
  get mentions(): number {
    return this.rooms.reduce((sum, room) => sum + (room.isDirect ? room.unread : room.mentions), 0);
  }

  get unread(): number {
    return this.rooms.reduce((sum, room) => sum + room.unread, 0);
  }

  person(id: string): User | undefined {
    return this.directory.get(id);
  }

  /** What the dot on somebody's picture says. */
  presenceOf(user: User): 'online' | 'away' | 'dnd' {
    const now = this.directory.get(user.id) ?? user;
    if (now.online === false || (now.online === undefined && !this.directory.get(user.id))) return 'away';
    return now.status === 'dnd' || now.status === 'away' ? now.status : 'online';
  }

  conversation(room: string): Conversation | undefined {
    return this.conversations.get(room);
  }

  /** Names for ids, in the order of a sentence. */
  names(users: readonly string[]): string {
    const known = users.map((id) => (id === this.me?.id ? t('common.you') : this.nameOf(id)));
    return new Intl.ListFormat(language(), { type: 'conjunction' }).format(known);
  }

  private nameOf(id: string): string {
    const sender = () => this.rooms.flatMap(({ log }) => log.entries).find((entry) => entry.sender.id === id)?.sender;
    return this.directory.get(id)?.name ?? sender()?.name ?? t('common.somebody');
  }

  /** The names that `@` stands before in a message. */
  mentionsOf(entry: Entry | undefined): { name: string; self: boolean }[] {
    if (!entry?.mentions && !entry?.mentionsRoom) return [];
    const people = (entry.mentions ?? []).map((id) => ({ name: id === this.me?.id ? this.me.name : this.nameOf(id), self: id === this.me?.id }));
    return entry.mentionsRoom ? [...people, { name: 'room', self: true }] : people;
  }

  react(entry: Entry, emoji: string, on: boolean): Promise<void> {
    return this.changeMessage('messages.react', { room: entry.room, target: entry.seq, emoji, on });
  }

  pending(room: string) {
    return this.outbox.of(room);
  }

  /** Comes back with what the browser remembers; false when there is nothing. */
  comeBack(): boolean {
    const session = memory.session();
    if (!session) return false;
    this.returning = true;
    this.arriving = true;
    this.token = session.token;
    this.connection.resume(session.token);
    if (session.user) void this.remember(session.user, session.token);
    return true;
  }

  /** Shows what this device kept, until the server is heard. */
  private async remember(user: string, token: string): Promise<void> {
    const kept = await this.keeping.load(user);
    if (!kept || this.me || this.token !== token) return;
    const { me, limits, server, features } = kept.who;
    Object.assign(this, { me, limits, server, features: new Set(features), returning: false, remembered: true });
    for (const room of kept.rooms) this.conversations.set(room.room.id, Conversation.restored(room));
    this.keeping.restored(kept.who, this.conversations.values());
    this.selectOne(user, false);
    this.changed();
    this.takeUp(await this.keeping.outbox(user));
  }

  /** Opens where this person was; some other room only until the server names that one. */
  private selectOne(user: string, all: boolean): void {
    if (this.current && !this.standIn) return;
    const room = memory.openRoom(user);
    const known = room !== undefined && this.conversations.has(room);
    this.standIn = !all && room !== undefined && !known;
    if (known || !this.current) this.show(known ? room : (this.rooms[0]?.id ?? ''));
  }

  /** What waits to be sent, of an earlier page or another tab. */
  private takeUp(items: Outgoing[]): void {
    this.outbox.restore(items);
    this.outbox.flush();
  }

  /** To be called when the page may end: what is not kept yet will be. */
  keep(): void {
    void this.keeping.flush();
  }

  private get who(): Who {
    return { me: this.me!, limits: this.limits, server: this.server, features: [...this.features] };
  }

  async enter(how: Entrance): Promise<void> {
    this.farewell = '';
    await this.connection.enter(how);
  }

  /** What the server offers to somebody who has not come in yet. */
  greet(): Promise<Hello> {
    return this.connection.ask();
  }

  checkInvite(invite: string): Promise<Result<'invite.check'>> {
    return this.connection.ask('invite.check', { invite });
  }

  /** Any other question of a view; what comes of it arrives as notifications. */
  call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return this.connection.call(method, params);
  }

  async logout(): Promise<void> {
    const done = this.connection.logout();
    this.forget('');
    await done;
  }

  /** Another tab has come in or logged out: so has this one. */
  sessionElsewhere(): void {
    const session = memory.session();
    const here = this.me?.id ?? (this.token ? session?.user : undefined);
    if (here !== undefined && session?.user === here) return;
    if (!session && this.token === undefined) return;
    this.connection.leave();
    this.forget('');
    this.comeBack();
  }

  networkBack(): void {
    this.connection.hurry();
  }

  networkGone(): void {
    this.connection.lost();
  }

  select(room: string): void {
    if (!this.conversations.has(room) || !this.me) return;
    this.standIn = false;
    memory.setOpenRoom(this.me.id, room);
    this.show(room);
  }

  private show(room: string): void {
    const conversation = this.conversations.get(room);
    if (!conversation || !this.me) return;
    this.open = room;
    conversation.marker = conversation.unread ? conversation.read : undefined;
    void this.askReaders(conversation);
    this.changed();
  }

  /** Shows the thread that a message belongs to; does nothing when it is shown. */
  openThread(room: string, seq: number): void {
    if (this.thread?.room === room && this.thread.seq === seq) return;
    this.thread = new Thread(room, seq);
    void this.readThread(this.thread);
  }

  moreOfThread(): void {
    if (this.thread) void this.readThread(this.thread);
  }

  private async readThread(thread: Thread): Promise<void> {
    const after = thread.replies.at(-1)?.seq;
    try {
      thread.take(await this.connection.call('messages.thread', { room: thread.room, target: thread.seq, ...(after === undefined ? {} : { after }) }));
    } catch {
      if (thread.state === 'loading') thread.state = 'failed';
    }
    this.changed();
  }

  /** How far the others of a small room are; later the server tells of each. */
  private async askReaders(conversation: Conversation): Promise<void> {
    if (!conversation.mayShowReaders || !this.features.has('rooms')) return;
    try {
      const { readers } = await this.connection.call('rooms.readers', { room: conversation.id });
      for (const { user, seq } of readers) conversation.readUpTo(user, seq);
      this.changed();
    } catch {
      // Without them it is a room like a larger one.
    }
  }

  private readBy({ room, user, seq }: Notifications['reader']): void {
    this.conversations.get(room)?.readUpTo(user, seq);
    this.changed();
  }

  async join(room: string): Promise<void> {
    this.roomChanged(await this.connection.call('rooms.join', { room }));
    this.select(room);
  }

  async createRoom(params: Params<'rooms.create'>): Promise<void> {
    const room = await this.connection.call('rooms.create', params);
    this.roomChanged(room);
    this.select(room.id);
  }

  async setProfile(profile: Params<'profile.set'>): Promise<void> {
    const me = await this.connection.call('profile.set', profile);
    if (!this.me) return;
    // What is no longer set is left out of the answer.
    const { display: _display, avatar: _avatar, ...rest } = this.me;
    this.me = { ...rest, ...me, online: true };
    this.directory.changed(this.me);
    this.changed();
  }

  async setStatus(status: Status): Promise<void> {
    await this.connection.call('presence.set', { status });
    if (this.me) this.personChanged({ ...this.me, status });
  }

  /** The conversation above or below in the side bar. */
  step(by: 1 | -1): void {
    const { rooms } = this;
    const at = rooms.findIndex(({ id }) => id === this.open);
    const next = rooms[(at + by + rooms.length) % rooms.length];
    if (next) this.select(next.id);
  }

  async openDirect(user: string): Promise<void> {
    const room = await this.connection.call('direct.open', { user });
    this.roomChanged(room);
    this.select(room.id);
  }

  send(room: string, text: string, files: FileRef[], replyTo?: number): void {
    const conversation = this.conversations.get(room);
    if (conversation) conversation.marker = undefined;
    this.outbox.add({ room, id: ulid(), text, files, time: Date.now(), ...(replyTo === undefined ? {} : { replyTo }) });
  }

  retry(id: string): void {
    this.outbox.retry(id);
  }

  discard(id: string): void {
    this.outbox.discard(id);
  }

  markRead(room: string): void {
    const conversation = this.conversations.get(room);
    if (!conversation || conversation.log.hasNewer || conversation.read >= conversation.log.live) return;
    conversation.seen(conversation.log.live);
    conversation.trimOldest(); // one reads at the end: what is far above can be fetched again
    this.keepReads();
    this.tellRead(conversation);
    this.changed();
  }

  loadOlder(room: string): Promise<void> {
    return this.load(room, 'loadingOlder', ({ log }) => log.hasOlder, async (conversation) => {
      const page = await this.page(room, { before: conversation.log.oldest });
      conversation.log.prepend(page.entries, page.first);
      conversation.trimNewest();
    });
  }

  loadNewer(room: string): Promise<void> {
    return this.load(room, 'loadingNewer', ({ log }) => log.hasNewer, async (conversation) => {
      const page = await this.page(room, { after: conversation.log.last });
      conversation.log.append(page.entries);
      conversation.trimOldest();
    });
  }

  /** Brings the part of a room around a message; false when it is no longer there. */
  async loadAround(room: string, seq: number): Promise<boolean> {
    const conversation = this.conversations.get(room);
    if (!conversation) return false;
    if (conversation.log.has(seq)) return true;
    const page = await this.page(room, { before: seq + Math.floor(PAGE / 2) });
    if (!page.entries.some((entry) => entry.seq === seq)) return false;
    conversation.log.restart(page.entries, page.first);
    this.changed();
    return true;
  }

  /** Back to the end of a room, from wherever one reads. */
  async loadEnd(room: string): Promise<void> {
    const conversation = this.conversations.get(room);
    if (!conversation?.log.hasNewer) return;
    const page = await this.page(room, {});
    conversation.log.restart(page.entries, page.first);
    this.changed();
  }

  /** A message that a reply quotes: from the log, or asked for once. */
  quote(room: string, seq: number): Entry | 'asked' | 'gone' {
    const conversation = this.conversations.get(room);
    const known = conversation?.log.find(seq) ?? conversation?.quotes.get(seq);
    if (known || !conversation) return known ?? 'gone';
    if (this.link.phase !== 'online') return 'asked';
    conversation.quotes.set(seq, 'asked');
    this.connection.call('rooms.history', { room, before: seq + 1, limit: 1 }).then(
      ({ entries: [entry] }) => conversation.quotes.set(seq, entry?.seq === seq && entry.type === 'message' ? entry : 'gone'),
      (error: unknown) => (error instanceof RpcError ? conversation.quotes.set(seq, 'gone') : conversation.quotes.delete(seq)),
    ).finally(() => this.changed());
    return 'asked';
  }

  /** Makes a lasting change to a message, under one id however often it has to be said. */
  async changeMessage<M extends 'messages.edit' | 'messages.delete' | 'messages.react' | 'messages.pin'>(
    method: M, params: Omit<Params<M>, 'id'>,
  ): Promise<void> {
    const change = { ...params, id: ulid() } as Params<M>;
    try {
      await this.connection.call(method, change);
    } catch (error) {
      // Whether it was done is unknown: the same id once more makes it done once.
      if (!(error instanceof NoAnswer) || !error.late) throw error;
      await this.connection.call(method, change);
    }
  }

  private page(room: string, where: { before?: number; after?: number }) {
    return this.connection.call('rooms.history', { room, ...where, limit: Math.min(PAGE, this.limits.historyPage) });
  }

  private async load(
    room: string, flag: 'loadingOlder' | 'loadingNewer', more: (conversation: Conversation) => boolean,
    fetch: (conversation: Conversation) => Promise<void>,
  ): Promise<void> {
    const conversation = this.conversations.get(room);
    if (!conversation || conversation[flag] || !conversation.ready || !more(conversation) || this.link.phase !== 'online') return;
    conversation[flag] = true;
    this.changed();
    try {
      await fetch(conversation);
    } catch {
      // Scrolling asks again.
    } finally {
      conversation[flag] = false;
      this.changed();
    }
  }

  /** Other devices learn how far we read; one word for all that was read in a moment. */
  private tellRead(conversation: Conversation): void {
    if (this.telling.has(conversation.id)) return;
    this.telling.set(conversation.id, setTimeout(() => {
      this.telling.delete(conversation.id);
      // A server that does not keep them leaves them to this browser.
      this.connection.call('rooms.read', { room: conversation.id, seq: conversation.read }).catch(() => undefined);
    }, 300));
  }

  private async loggedIn(login: Login): Promise<void> {
    const before = this.me?.id;
    this.me = login.user;
    this.returning = false;
    this.remembered = false;
    this.token = login.token;
    memory.setSession({ token: login.token, name: login.user.name, user: login.user.id });
    memory.setName(login.user.name);
    this.links.clear();
    if (before !== login.user.id) {
      this.conversations.clear();
      this.directory.clear();
      this.open = undefined;
      this.outbox.restore([]);
    }
    this.keeping.is(this.who);
    const waiting = before === login.user.id ? undefined : this.keeping.outbox(login.user.id);
    const reads = memory.reads(login.user.id);
    const mine = new Set(login.rooms.map((room) => room.id));
    for (const id of this.conversations.keys()) if (!mine.has(id)) this.conversations.delete(id);
    for (const room of login.rooms) {
      const known = this.conversations.get(room.id);
      if (known) {
        known.renew(room);
        if (room.read !== undefined && known.read > room.read) this.tellRead(known); // read while offline
      }
      // What was said in the lobby before somebody's first visit is history, not news.
      else this.conversations.set(room.id, new Conversation(room, room.read ?? reads[room.id] ?? (room.kind === 'lobby' ? room.lastSequence : 0)));
    }
    this.selectOne(login.user.id, true);
    this.changed();
    void waiting?.then((items) => this.me?.id === login.user.id && this.takeUp(items));
    this.absence.connected();
    await Promise.all([this.resume([...this.conversations.values()]), this.readPeople()]);
    if (this.current) void this.askReaders(this.current);
    this.thread = undefined; // what came meanwhile is read with it
    this.changed();
    this.outbox.flush();
  }

  /** Asks for what each room misses, and for all that comes. */
  private async resume(all: Conversation[]): Promise<void> {
    const conversations = all.filter(({ invited }) => !invited); // what one is only invited to is not ours to read
    if (!conversations.length) return;
    try {
      const rooms = Object.fromEntries(conversations.map(({ id, log }) => [id, log.live]));
      const answer = await this.connection.call('rooms.resume', { rooms });
      for (const conversation of conversations) {
        const resumed = answer.rooms[conversation.id];
        if (resumed) conversation.resumed(resumed);
      }
    } catch (error) {
      // One room that is no more must not keep the others silent.
      if (error instanceof RpcError && error.failure === 'NO_SUCH_ROOM') {
        if (conversations.length === 1) this.conversations.delete(conversations[0]!.id);
        else await Promise.all(conversations.map((conversation) => this.resume([conversation])));
      }
    } finally {
      for (const conversation of conversations) conversation.filling = false;
      this.changed();
    }
  }

  private async readPeople(): Promise<void> {
    try {
      await this.directory.load((after) =>
        this.connection.call('people.list', { ...(after === undefined ? {} : { after }), limit: 200 }),
      );
      this.changed();
    } catch {
      // The next login reads them again.
    }
  }

  private entry(entry: Entry): void {
    const conversation = this.conversations.get(entry.room);
    if (!conversation) return;
    if (!this.me) return;
    const accepted = conversation.accept(entry, this.me.id);
    if (accepted === 'hole' && !conversation.filling) {
      conversation.filling = true;
      void this.resume([conversation]);
    }
    if (accepted !== 'added' && accepted !== 'passed') return;
    if (this.thread?.room === entry.room) this.thread.accept(entry);
    if (entry.type === 'message' && entry.sender.id === this.me.id) {
      this.outbox.arrived(entry.id);
      this.keepReads();
    } else if (entry.type === 'message' && entry.seq > conversation.read) {
      this.news(conversation, entry);
    }
    this.changed();
  }

  private roomChanged(room: Room): void {
    const known = this.conversations.get(room.id);
    if (known && known.invited && room.membership !== 'invited') {
      this.conversations.delete(room.id); // the invitation was accepted: now it can be read
      return this.roomChanged(room);
    }
    if (known) {
      known.room = room; // its counts are older than what came live meanwhile
    } else {
      const conversation = new Conversation(room, room.read ?? 0);
      this.conversations.set(room.id, conversation);
      void this.resume([conversation]);
    }
    this.changed();
  }

  private personChanged(user: User): void {
    this.directory.changed(user);
    for (const conversation of this.conversations.values()) {
      if (conversation.peer?.id === user.id) conversation.room = { ...conversation.room, peer: { ...conversation.peer, ...user } };
    }
    if (user.id === this.me?.id) this.me = { ...this.me, ...user, online: true };
    this.changed();
  }

  private readElsewhere({ room, seq, unread, mentions }: Notifications['read']): void {
    this.conversations.get(room)?.seen(seq, unread, mentions);
    this.changed();
  }

  private left({ room }: Notifications['left']): void {
    this.conversations.delete(room);
    if (this.open === room) this.select(this.rooms[0]?.id ?? '');
    void this.keeping.flush(); // what was ours to read is not any more
    this.changed();
  }

  private typingChanged({ room, user, on }: Notifications['typing']): void {
    const conversation = this.conversations.get(room);
    if (!conversation || user.id === this.me?.id) return;
    conversation.typing.changed(user, on);
    this.changed();
    if (on) setTimeout(() => conversation.typing.expire() && this.changed(), TYPING_LASTS + 50);
  }

  /** Tells the room, now and then, that something is being written in it. */
  typing(room: string, on: boolean): void {
    const now = Date.now();
    if (on ? now - this.typedAt < TYPING_TOLD : this.typedAt === 0) return;
    this.typedAt = on ? now : 0;
    this.connection.call('typing', { room, on }).catch(() => undefined); // a hint: nobody waits for it
  }

  typed(): void {
    this.typedAt = 0;
  }

  private peerGone(room: string): void {
    const conversation = this.conversations.get(room);
    if (conversation?.peer) conversation.room = { ...conversation.room, peer: { ...conversation.peer, online: false, gone: true } };
  }

  private keepReads(): void {
    if (!this.me) return;
    memory.setReads(this.me.id, Object.fromEntries([...this.conversations.values()].map(({ id, read }) => [id, read])));
  }

  /** Back to the login screen. */
  private forget(farewell: string): void {
    const session = memory.session();
    const user = this.me?.id ?? session?.user;
    // Another tab may have come in anew meanwhile: its token is not ours to forget, and what it kept neither.
    const anew = session !== undefined && session.token !== this.token;
    if (!anew) memory.setSession(undefined);
    if (user && !(anew && session.user === user)) {
      memory.setDrafts(user, {});
      void this.keeping.forget(user);
    }
    this.outbox.clear();
    this.token = undefined;
    this.me = undefined;
    this.returning = false;
    this.remembered = false;
    this.arriving = false;
    this.farewell = farewell;
    this.conversations.clear();
    this.directory.clear();
    this.open = undefined;
    this.links.clear();
    this.changed();
  }

  private changed(): void {
    this.keeping.changed();
    for (const listener of this.listeners) listener();
  }
}
