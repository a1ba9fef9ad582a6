import type { Entry, Resumed, Room, User } from '../net/protocol';
import { fold } from './fold';
import type { KeptRoom } from './keeper';
import { type Accepted, RoomLog } from './room-log';
import { Typing } from './typing';

/** How many entries of a room are asked for at once. */
export const PAGE = 50;
/** More than this is not kept of a room: what is farther away is asked for again. */
const KEEP = 300;
/** So many are kept on the device, to be read without the server. */
const KEEP_OFFLINE = 200;

const CHANGES = new Set(['edit', 'delete', 'react', 'pin']);
/** Entries that are shown as a line of their own, in words. */
const EVENTS = new Set(['created', 'member', 'mute', 'role', 'topic', 'rename', 'settings']);

/** A room as this client knows it: what the server says of it, its entries, and how far we have read. */
export class Conversation {
  log: RoomLog;
  loadingOlder = false;
  loadingNewer = false;
  filling = false;
  /** False until the first resume was answered. */
  ready = false;
  /** Where the "New" line stands while the room is open. */
  marker: number | undefined;
  unread: number;
  mentions: number;
  readonly typing = new Typing();
  /** How far others have read, where the room is small enough to be told. */
  readonly readers = new Map<string, number>();
  /** Messages that replies quote and that are not in the log. */
  readonly quotes = new Map<number, Entry | 'asked' | 'gone'>();

  /** What the server counted is up to here; what comes after is counted by us. */
  private counted: number;

  constructor(public room: Room, public read: number) {
    this.counted = room.lastSequence;
    this.log = endOf(room);
    this.unread = room.unread ?? Math.max(0, room.lastSequence - Math.max(read, room.firstSequence - 1));
    this.mentions = room.mentions ?? 0;
  }

  /** What the server says of the room now, after it was out of sight. */
  renew(room: Room): void {
    this.room = room;
    const missed = room.lastSequence - this.log.live;
    // After long, the end is fetched anew instead of all that was missed; and a server may have been set back.
    if (missed < 0 || missed > KEEP) this.log = endOf(room);
    if (room.unread === undefined) return;
    this.counted = room.lastSequence;
    this.seen(room.read ?? this.read, room.unread, room.mentions);
  }

  /** As it was when it was last seen. */
  static restored({ room, read, unread, mentions, log }: KeptRoom): Conversation {
    const conversation = new Conversation(room, read);
    conversation.log = RoomLog.restored(log);
    conversation.counted = Math.max(room.lastSequence, log.live);
    conversation.unread = unread;
    conversation.mentions = mentions;
    conversation.ready = true;
    return conversation;
  }

  kept(): KeptRoom | undefined {
    const log = this.log.kept(KEEP_OFFLINE);
    return log && { room: this.room, read: this.read, unread: this.unread, mentions: this.mentions, log };
  }

  /** Another one after each change that is worth keeping. */
  get state(): readonly unknown[] {
    return [this.room, this.log.entries, this.log.live, this.log.first, this.read, this.unread, this.mentions];
  }

  get id(): string {
    return this.room.id;
  }

  get isLobby(): boolean {
    return this.room.kind === 'lobby';
  }

  get isDirect(): boolean {
    return this.room.kind === 'direct';
  }

  get invited(): boolean {
    return this.room.membership === 'invited';
  }

  /** Where they are few, people see how far each of them has read. */
  get mayShowReaders(): boolean {
    return !this.invited && !this.isLobby && (this.isDirect || (this.room.memberCount ?? Infinity) <= 20);
  }

  get peer(): User | undefined {
    return this.room.peer;
  }

  get gone(): boolean {
    return this.room.peer?.gone === true;
  }

  /** Owners and moderators may take away what others wrote. */
  get moderates(): boolean {
    return this.room.role === 'owner' || this.room.role === 'moderator';
  }

  /** Takes an entry of the live stream: into the log, into the message that it is about, and into the counts. */
  accept(came: Entry, me: string): Accepted {
    const entry = this.threaded(came);
    const accepted = this.log.accept(entry);
    if (accepted !== 'added' && accepted !== 'passed') return accepted;
    this.change(entry);
    if (entry.type !== 'message') return accepted;
    this.answered(entry);
    this.typing.changed(entry.sender, false);
    if (this.readers.has(entry.sender.id)) this.readUpTo(entry.sender.id, entry.seq);
    if (entry.sender.id === me) {
      this.seen(entry.seq); // who writes has read
    } else if (entry.seq > Math.max(this.read, this.counted)) {
      this.unread++;
      if (entry.mentionsRoom || entry.mentions?.includes(me)) this.mentions++;
    }
    return accepted;
  }

  /** Somebody else has read up to here. */
  readUpTo(user: string, seq: number): void {
    this.readers.set(user, Math.max(seq, this.readers.get(user) ?? 0));
  }

  /** With the thread that an answer belongs to: the server tells it of what is read, not of what is new. */
  private threaded(entry: Entry): Entry {
    if (entry.type !== 'message' || entry.replyTo === undefined || entry.thread !== undefined) return entry;
    const quote = this.quotes.get(entry.replyTo);
    const target = this.log.find(entry.replyTo) ?? (typeof quote === 'object' ? quote : undefined);
    return target ? { ...entry, thread: target.thread ?? target.seq } : entry;
  }

  /** One answer more under what began its thread, unless that was counted already. */
  private answered({ thread, seq, time, sender, deleted }: Entry): void {
    const root = thread === undefined || deleted ? undefined : this.log.find(thread);
    if (root && (root.replies?.last ?? 0) < seq) this.log.replace({ ...root, replies: { count: (root.replies?.count ?? 0) + 1, last: seq, time, by: sender } });
  }

  private unanswered({ thread, seq }: Entry): void {
    const root = thread === undefined ? undefined : this.log.find(thread);
    if (!root?.replies) return;
    const { count, last, time, by } = root.replies;
    // Who said the one before the last is not known here.
    const latest = seq === last || time === undefined || by === undefined ? {} : { time, by };
    this.log.replace({ ...root, replies: { count: Math.max(0, count - 1), last, ...latest } });
  }

  /** Read up to here. */
  seen(seq: number, unread = 0, mentions = 0): void {
    if (seq < this.read) return;
    this.read = seq;
    this.unread = unread;
    this.mentions = mentions;
  }

  resumed(resumed: Resumed): void {
    this.log.resumed(resumed);
    this.ready = true;
  }

  private change(entry: Entry): void {
    this.changeRoom(entry);
    if (!CHANGES.has(entry.type) || entry.target === undefined) return;
    const target = this.log.find(entry.target);
    if (target) {
      this.log.replace(fold(target, entry));
      if (entry.type === 'delete' && !target.deleted) this.unanswered(target);
    }
    const quote = this.quotes.get(entry.target);
    if (typeof quote === 'object') this.quotes.set(entry.target, fold(quote, entry));
  }

  /** What an entry changes of the room itself, for everybody alike. */
  private changeRoom({ seq, type, change, topic, name, archived, history, retentionDays }: Entry): void {
    const { room } = this;
    if (seq <= room.lastSequence) return; // what the server said of the room has it already
    if (type === 'member' && room.memberCount !== undefined) {
      const by = change === 'joined' ? 1 : change === 'left' || change === 'kicked' || change === 'banned' ? -1 : 0;
      this.room = { ...room, memberCount: Math.max(0, room.memberCount + by) };
    } else if (type === 'topic') this.room = { ...room, topic: topic ?? '' };
    else if (type === 'rename' && name !== undefined) this.room = { ...room, name };
    else if (type === 'settings') {
      const kept = retentionDays === undefined ? {} : { retentionDays };
      this.room = { ...room, ...(archived === undefined ? {} : { archived }), ...(history === undefined ? {} : { history }), ...kept };
    }
  }

  /** What is shown, in order: messages, and what happened to the room. */
  get shown(): Entry[] {
    return this.log.entries.filter(({ type }) => type === 'message' || EVENTS.has(type));
  }

  get messages(): Entry[] {
    return this.log.entries.filter(isMessage);
  }

  get latest(): Entry | undefined {
    return this.log.entries.findLast(isMessage);
  }

  /** The last message of somebody that can still be edited. */
  lastOf(user: string): Entry | undefined {
    return this.log.entries.findLast((entry) => isMessage(entry) && entry.sender.id === user && !entry.deleted);
  }

  trimOldest(): void {
    this.log.trimOldest(KEEP);
  }

  trimNewest(): void {
    this.log.trimNewest(KEEP);
  }
}

function endOf({ firstSequence, lastSequence }: Room): RoomLog {
  return RoomLog.after(Math.max(firstSequence - 1, lastSequence - PAGE, 0), firstSequence);
}

/** Types that this client does not know are counted, not shown. */
function isMessage(entry: Entry): boolean {
  return entry.type === 'message';
}
