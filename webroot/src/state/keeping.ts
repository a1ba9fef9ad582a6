import type { Conversation } from './conversation';
import type { Kept, Keeper, Who } from './keeper';
import { memory } from './memory';
import type { Outgoing } from './outbox';

/** So long after a change it is kept, together with all that changed meanwhile. */
const SOON = 2_000;

/** Hands to the keeper what changed: rooms a little later, what waits to be sent at once. */
export class Keeping {
  private readonly rooms = new Map<string, readonly unknown[]>();
  private readonly messages = new Map<string, Outgoing>();
  private user: string | undefined;
  private who: Who | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private work: Promise<unknown> = Promise.resolve();
  /** On their way to the keeper: the message, or nothing when it is let go of. */
  private readonly unsaved = new Map<string, Outgoing | undefined>();

  constructor(
    private readonly keeper: Keeper | undefined,
    private readonly conversations: () => Iterable<Conversation>,
    outboxChanged: (items: Outgoing[]) => void,
  ) {
    if (keeper) {
      keeper.onOutbox = (user) => {
        if (user === this.user) void this.outbox(user).then(outboxChanged);
      };
    }
  }

  /** What was kept of somebody, to be shown until the server says how it is now. */
  async load(user: string): Promise<Kept | undefined> {
    return this.keeper?.load(user).catch(() => undefined);
  }

  /** It is this person from now on. */
  is(who: Who): void {
    if (this.user !== who.me.id) this.clear();
    this.user = who.me.id;
    void this.attempt((keeper) => keeper.forgetOthers(who.me.id));
    this.who = who;
    void this.attempt((keeper) => keeper.keepWho(who));
    // Those that are not ours any more go with the next flush.
    void this.attempt((keeper) => keeper.rooms(who.me.id)).then((rooms) => {
      if (this.user === who.me.id) for (const room of rooms ?? []) if (!this.rooms.has(room)) this.rooms.set(room, []);
      this.changed();
    });
  }

  /** These came from the keeper: there is nothing new to keep of them. */
  restored(who: Who, conversations: Iterable<Conversation>): void {
    this.user = who.me.id;
    this.who = who;
    for (const conversation of conversations) this.rooms.set(conversation.id, conversation.state);
  }

  changed(): void {
    if (this.keeper && this.user) this.timer ??= setTimeout(() => void this.flush(), SOON);
  }

  /** Keeps what changed, and lets go of rooms that are no longer ours. */
  flush(): Promise<unknown> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { user } = this;
    if (!this.keeper || !user || !this.who) return this.work;
    const present = new Set<string>();
    for (const conversation of this.conversations()) {
      present.add(conversation.id);
      const { state } = conversation;
      const before = this.rooms.get(conversation.id);
      if (before && state.every((part, at) => part === before[at])) continue;
      const kept = conversation.kept();
      if (!kept) continue; // one reads far above: what was kept of the end still holds
      this.rooms.set(conversation.id, state);
      void this.attempt((keeper) => keeper.keepRoom(user, kept));
    }
    for (const room of [...this.rooms.keys()].filter((id) => !present.has(id))) {
      this.rooms.delete(room);
      void this.attempt((keeper) => keeper.dropRoom(user, room));
    }
    return this.work;
  }

  /** What waits to be sent, of this and of earlier pages. */
  async outbox(user: string): Promise<Outgoing[]> {
    const kept = (await this.attempt((keeper) => keeper.outbox(user))) ?? [];
    const all = new Map([...memory.outbox(user), ...kept].map((message) => [message.id, message]));
    for (const [id, message] of this.unsaved) message ? all.set(id, message) : all.delete(id);
    if (user === this.user) for (const message of kept) this.messages.set(message.id, message);
    return [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  keepOutbox(items: readonly Outgoing[]): void {
    const { user } = this;
    if (!user) return;
    if (!this.keeper) return memory.setOutbox(user, items);
    const ids = new Set(items.map(({ id }) => id));
    for (const item of items) {
      if (this.messages.get(item.id) === item) continue;
      this.messages.set(item.id, item);
      this.save(user, items, item.id, item, (keeper) => keeper.keepOutgoing(user, item));
    }
    for (const id of [...this.messages.keys()].filter((known) => !ids.has(known))) {
      this.messages.delete(id);
      this.save(user, items, id, undefined, (keeper) => keeper.dropOutgoing(user, id));
    }
  }

  /** Until it is safe, a page that ends meanwhile, or a keeper that fails, finds it in the tab's own memory. */
  private save(user: string, items: readonly Outgoing[], id: string, message: Outgoing | undefined, step: (keeper: Keeper) => Promise<void>): void {
    this.unsaved.set(id, message);
    memory.setOutbox(user, items);
    void this.attempt(step).then((kept) => {
      if (this.unsaved.get(id) === message) this.unsaved.delete(id);
      if (!this.unsaved.size && kept !== undefined) memory.setOutbox(user, []);
    });
  }

  async forget(user: string): Promise<void> {
    this.clear();
    memory.setOutbox(user, []);
    await this.attempt((keeper) => keeper.forget(user));
    memory.setOutbox(user, []); // of what was still being saved
  }

  private clear(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.user = undefined;
    this.who = undefined;
    this.rooms.clear();
    this.messages.clear();
    this.unsaved.clear();
  }

  /** One after the other, so that what was forgotten does not come back; nothing when it fails, and true for no answer. */
  private attempt<T>(step: (keeper: Keeper) => Promise<T>): Promise<(T extends void ? true : T) | undefined> {
    const { keeper } = this;
    if (!keeper) return Promise.resolve(undefined);
    const done = this.work.then(() => step(keeper)).then((answer) => answer ?? true, () => undefined);
    this.work = done;
    return done as Promise<(T extends void ? true : T) | undefined>;
  }
}
