import type { Entry, Room, User } from '../net/protocol';
import { RoomLog } from './room-log';

/** How many of the latest entries of a room are asked for at once. */
export const PAGE = 50;
/** More than this is not kept in a room that nobody scrolled up. */
const KEEP = 600;

/** A room as this client knows it: what the server says of it, its entries, and how far we have read. */
export class Conversation {
  readonly log: RoomLog;
  loadingOlder = false;
  filling = false;
  /** False until the first resume was answered. */
  ready = false;
  /** Where the "New" line stands while the room is open. */
  marker: number | undefined;

  constructor(public room: Room, public read: number) {
    this.log = RoomLog.after(Math.max(room.firstSequence - 1, room.lastSequence - PAGE, 0), room.firstSequence);
  }

  get id(): string {
    return this.room.id;
  }

  get isLobby(): boolean {
    return this.room.kind === 'lobby';
  }

  get peer(): User | undefined {
    return this.room.peer;
  }

  get gone(): boolean {
    return this.room.peer?.gone === true;
  }

  /** Entries that somebody else wrote and that were not seen. */
  unread(me: string): number {
    if (this.read >= this.log.last) return 0;
    const here = this.log.entries.filter((entry) => entry.seq > this.read && isMessage(entry) && entry.sender.id !== me);
    const notHere = Math.max(0, this.log.oldest - 1 - Math.max(this.read, this.log.first - 1));
    return here.length + notHere;
  }

  get messages(): Entry[] {
    return this.log.entries.filter(isMessage);
  }

  get latest(): Entry | undefined {
    return this.log.entries.findLast(isMessage);
  }

  trim(): void {
    if (this.log.entries.length > KEEP) this.log.trim(KEEP / 2);
  }
}

/** Types that this client does not know are counted, not shown. */
function isMessage(entry: Entry): boolean {
  return entry.type === 'message';
}
