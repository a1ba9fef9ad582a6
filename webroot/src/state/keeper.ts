import type { Limits, Room, User } from '../net/protocol';
import type { Outgoing } from './outbox';
import type { KeptLog } from './room-log';

/** A room as it was when it was last seen: what the server said of it, how far it was read, and the end of its log. */
export interface KeptRoom {
  room: Room;
  read: number;
  unread: number;
  mentions: number;
  log: KeptLog;
}

/** Who it was that read, and what their server offers. */
export interface Who {
  me: User;
  limits: Limits;
  server: string;
  features: string[];
}

export interface Kept {
  who: Who;
  rooms: KeptRoom[];
}

/**
 * Keeps on this device what one person has read and what waits to be sent, apart from everybody else's, bounded, and never
 * in clear. Each of these may fail (a full disk, a private window): then nothing is kept, and nothing else breaks.
 */
export interface Keeper {
  load(user: string): Promise<Kept | undefined>;
  keepWho(who: Who): Promise<void>;
  rooms(user: string): Promise<string[]>;
  keepRoom(user: string, room: KeptRoom): Promise<void>;
  dropRoom(user: string, room: string): Promise<void>;

  outbox(user: string): Promise<Outgoing[]>;
  keepOutgoing(user: string, message: Outgoing): Promise<void>;
  dropOutgoing(user: string, id: string): Promise<void>;
  /** Told when another tab has changed the outbox of a user. */
  onOutbox: (user: string) => void;

  /** Everything of this user, beginning with the key that opens it. */
  forget(user: string): Promise<void>;
  forgetOthers(user: string): Promise<void>;
}

/** Closes bytes so that nobody reads them from the disk; `about` says what they are, and has to be said again to open them. */
export interface Sealer {
  seal(plain: Uint8Array, about: string): Promise<Uint8Array>;
  open(sealed: Uint8Array, about: string): Promise<Uint8Array>;
}

/** Where the sealers of this device's people come from. */
export interface Sealers {
  of(user: string): Promise<Sealer>;
  /** The one that there is already. */
  known(user: string): Promise<Sealer | undefined>;
  forget(user: string): Promise<void>;
  users(): Promise<string[]>;
}
