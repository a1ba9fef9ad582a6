import { ulid } from '../lib/ulid';
import { Connection, type Link } from '../net/connection';
import { FileLinks } from '../net/files';
import { DEFAULT_LIMITS, type Entry, type FileRef, type Limits, type Login, type Room, type User } from '../net/protocol';
import { RpcError, type SocketLike } from '../net/rpc';
import { Conversation, PAGE } from './conversation';
import { memory } from './memory';
import { Outbox } from './outbox';
import { People } from './people';

/** Everything the views show, and everything they can ask for. One per page. */
export class Store {
  private readonly listeners = new Set<() => void>();
  private readonly connection: Connection;
  private readonly outbox: Outbox;
  private readonly conversations = new Map<string, Conversation>();
  private readonly directory = new People();
  readonly links = new FileLinks((file) => this.connection.call('files.link', { file }));
  me: User | undefined;
  token: string | undefined;
  limits: Limits = DEFAULT_LIMITS;
  server = '';
  open: string | undefined;
  /** Why the login screen is shown, when it was not by choice. */
  farewell = '';
  /** Known from an earlier visit, not confirmed yet. */
  returning = false;

  constructor(openSocket: () => SocketLike) {
    this.connection = new Connection(openSocket, {
      link: () => this.changed(),
      loggedIn: (login, hello) => {
        this.limits = { ...DEFAULT_LIMITS, ...hello.limits };
        this.server = hello.server;
        void this.loggedIn(login);
      },
      notified: (method, params) => {
        if (method === 'entry') this.entry(params as Entry);
        else if (method === 'room') this.roomChanged(params as Room);
        else if (method === 'person') this.personChanged(params as User);
        else if (method === 'people') void this.readPeople();
      },
      refused: (reason) => this.forget(reason),
    });
    this.outbox = new Outbox(
      async ({ room, id, text, files }) => {
        const ids = files.map((file) => file.id);
        try {
          return await this.connection.call('messages.send', { room, id, text, ...(ids.length ? { files: ids } : {}) });
        } catch (error) {
          if (error instanceof RpcError && error.failure === 'USER_GONE') this.peerGone(room);
          throw error;
        }
      },
      () => this.changed(),
      (items) => this.me && memory.setOutbox(this.me.id, items),
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
    const time = (c: Conversation) => c.latest?.time ?? 0;
    return all.sort((a, b) => Number(b.isLobby) - Number(a.isLobby) || time(b) - time(a) || a.room.name.localeCompare(b.room.name));
  }

  get current(): Conversation | undefined {
    return this.open === undefined ? undefined : this.conversations.get(this.open);
  }

  get people(): User[] {
    return this.directory.list;
  }

  get unread(): number {
    return this.rooms.reduce((sum, room) => sum + (this.me ? room.unread(this.me.id) : 0), 0);
  }

  person(id: string): User | undefined {
    return this.directory.get(id);
  }

  pending(room: string) {
    return this.outbox.of(room);
  }

  /** Comes back with what the browser remembers; false when there is nothing. */
  comeBack(): boolean {
    const session = memory.session();
    if (!session) return false;
    this.returning = true;
    this.token = session.token;
    this.connection.resume(session.token);
    return true;
  }

  async enter(name: string): Promise<void> {
    this.farewell = '';
    await this.connection.enter(name);
  }

  async logout(): Promise<void> {
    const done = this.connection.logout();
    this.forget('');
    await done;
  }

  networkBack(): void {
    this.connection.hurry();
  }

  networkGone(): void {
    this.connection.lost();
  }

  select(room: string): void {
    const conversation = this.conversations.get(room);
    if (!conversation || !this.me) return;
    if (this.open !== room) this.current?.trim();
    this.open = room;
    conversation.marker = conversation.unread(this.me.id) ? conversation.read : undefined;
    memory.setOpenRoom(this.me.id, room);
    this.changed();
  }

  async openDirect(user: string): Promise<void> {
    const room = await this.connection.call('direct.open', { user });
    this.roomChanged(room);
    this.select(room.id);
  }

  send(room: string, text: string, files: FileRef[]): void {
    const conversation = this.conversations.get(room);
    if (conversation) conversation.marker = undefined;
    this.outbox.add({ room, id: ulid(), text, files, time: Date.now() });
  }

  retry(id: string): void {
    this.outbox.retry(id);
  }

  discard(id: string): void {
    this.outbox.discard(id);
  }

  markRead(room: string): void {
    const conversation = this.conversations.get(room);
    if (!conversation || conversation.read >= conversation.log.last) return;
    conversation.read = conversation.log.last;
    conversation.trim(); // one reads at the end: what is far above can be fetched again
    this.keepReads();
    this.changed();
  }

  async loadOlder(room: string): Promise<void> {
    const conversation = this.conversations.get(room);
    if (!conversation || conversation.loadingOlder || !conversation.ready || !conversation.log.hasOlder) return;
    conversation.loadingOlder = true;
    this.changed();
    try {
      const page = await this.connection.call('rooms.history', {
        room,
        before: conversation.log.oldest,
        limit: Math.min(PAGE, this.limits.historyPage),
      });
      conversation.log.prepend(page.entries, page.first);
    } catch {
      // Scrolling asks again.
    } finally {
      conversation.loadingOlder = false;
      this.changed();
    }
  }

  private async loggedIn(login: Login): Promise<void> {
    const before = this.me?.id;
    this.me = login.user;
    this.returning = false;
    this.token = login.token;
    memory.setSession({ token: login.token, name: login.user.name });
    memory.setName(login.user.name);
    this.links.clear();
    if (before !== login.user.id) {
      this.conversations.clear();
      this.directory.clear();
      this.open = undefined;
      this.outbox.restore(memory.outbox(login.user.id));
    }
    const reads = memory.reads(login.user.id);
    const mine = new Set(login.rooms.map((room) => room.id));
    for (const id of this.conversations.keys()) if (!mine.has(id)) this.conversations.delete(id);
    for (const room of login.rooms) {
      const known = this.conversations.get(room.id);
      if (known) known.room = room;
      // What was said in the lobby before somebody's first visit is history, not news.
      else this.conversations.set(room.id, new Conversation(room, reads[room.id] ?? (room.kind === 'lobby' ? room.lastSequence : 0)));
    }
    if (!this.current) {
      const remembered = memory.openRoom(login.user.id);
      this.select(remembered && this.conversations.has(remembered) ? remembered : (this.rooms[0]?.id ?? ''));
    }
    this.changed();
    await Promise.all([this.resume([...this.conversations.values()]), this.readPeople()]);
    this.outbox.flush();
  }

  /** Asks for what each room misses, and for all that comes. */
  private async resume(conversations: Conversation[]): Promise<void> {
    try {
      const rooms = Object.fromEntries(conversations.map(({ id, log }) => [id, log.last]));
      const answer = await this.connection.call('rooms.resume', { rooms });
      for (const conversation of conversations) {
        const resumed = answer.rooms[conversation.id];
        if (resumed) conversation.log.resumed(resumed);
        conversation.ready = true;
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
    const accepted = conversation.log.accept(entry);
    if (accepted === 'hole' && !conversation.filling) {
      conversation.filling = true;
      void this.resume([conversation]);
    }
    if (accepted !== 'added') return;
    if (entry.sender.id === this.me?.id) {
      this.outbox.arrived(entry.id);
      conversation.read = entry.seq; // who writes has read
      this.keepReads();
    }
    this.changed();
  }

  private roomChanged(room: Room): void {
    const known = this.conversations.get(room.id);
    if (known) {
      known.room = room;
    } else {
      const conversation = new Conversation(room, 0);
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
    this.outbox.clear();
    // Another tab may have come in anew meanwhile: its token is not ours to forget.
    if (memory.session()?.token === this.token) memory.setSession(undefined);
    this.token = undefined;
    this.me = undefined;
    this.returning = false;
    this.farewell = farewell;
    this.conversations.clear();
    this.directory.clear();
    this.open = undefined;
    this.links.clear();
    this.changed();
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
