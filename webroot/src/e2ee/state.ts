import { type Bytes, zeros } from './bytes';
import type { ChainKeys } from './delivery';
import type { Roster } from './roster';

// What the engine remembers, by the keys of its records.

/** `self` */
export interface Self {
  user: string;
  fingerprint: Bytes;
  accountKey: Bytes;
  device: string;
  deviceKey: Bytes;
  deviceSeed: Bytes;
  epoch: number;
  signingSeed: Bytes;
  generation: number;
  backupKey: Bytes;
  /** Those of the generations before, newest first. */
  oldBackupKeys: Bytes[];
  /** The generation of the newest segment seen. */
  segmentGeneration: number;
  /** The newest backup segment seen; 0 and zeros for none. */
  counter: number;
  segment: Bytes;
  increments: number;
  /** Everything is to be written again, under a new key. */
  restate: boolean;
  weekly: { id: number; secret: Bytes; made: number; until: number | null }[];
  nextWeekly: number;
  nextOneTime: number;
}

export type ContactState = 'pinned' | 'verified' | 'changed' | 'changed after verification';

/** `contact/USER` */
export interface Contact {
  user: string;
  state: ContactState;
  fingerprint: Bytes;
  /** Another account key that the server shows now. */
  offered: Bytes | null;
  /** How far the device list was seen; index −1 is the statement. */
  pin: { epoch: number; index: number; head: Bytes } | null;
  /** Something named a newer list: it is fetched before anything is sealed again. */
  behind: boolean;
  /** Devices that were taken off, with how far rooms had come when that was learnt. */
  removed: Record<string, Record<string, number>>;
}

/** `room/ROOM` */
export interface Room {
  roster: Roster;
  /** Entries with their numbers in the room's journal. */
  log: { hash: Bytes; seq: number; device: string }[];
  tenures: { user: string; fingerprint: Bytes; from: number; to: number | null }[];
  doubtful: boolean;
  forked: boolean;
  rolledBack: boolean;
  profileKey: Bytes | null;
}

/** `pin/ROOM`: how far a roster was seen, by the backup. */
export interface RosterPin {
  index: number;
  head: Bytes;
}

/** `chain/ROOM/CHAIN`: what a chain is read with. */
export interface Chain extends Omit<ChainKeys, 'index' | 'key'> {
  origin: { index: number; key: Bytes };
  far: { index: number; key: Bytes };
  /** By index: the beginning of the message's hash, and where it stood. */
  seen: Record<number, [mark: string, seq: number]>;
  abandoned: number[];
  /** Everything from the origin on stands behind this number; null when that is not known. */
  behind: number | null;
}

/** `own/ROOM/CHAIN`: an own chain, and who was given it. */
export interface OwnChain {
  id: Bytes;
  began: number;
  /** Where the roster stood when it began. */
  start: number;
  history: 1 | 2;
  /** Whose devices it was given to: device → from which index. */
  granted: Record<string, number>;
  /** The lowest index that any device of an account was given, by the account's fingerprint. */
  standings: Record<string, number>;
  /** User → account, epoch and number of removals that its devices were listed under. */
  epochs: Record<string, string>;
}

/** `running/ROOM/CHAIN`: what changes of an own chain with each message. */
export interface RunningChain {
  /** Null once it is ended. */
  seed: Bytes | null;
  key: Bytes | null;
  index: number;
  abandoned: number[];
  accepted: number;
  /** The beginnings of the hashes of what was sealed, by index. */
  marks: string[];
}

/** `sending/ROOM` */
export interface Sending {
  chain: string | null;
  /** The user asked for a new chain, or the state was set back. */
  anew: boolean;
  /** Devices that were given the profile key which this device made, by its commitment. */
  profile: { commitment: Bytes; given: string[] } | null;
}

/** `pending/ROOM/ID`: sealed, and not answered by the server yet. */
export interface Pending {
  bytes: Bytes;
  chain: string;
  index: number;
  rosterHead: Bytes;
  listHead: Bytes;
}

/** How long a key may be on its way before it is asked for. */
export const FIRST_ASK = 5_000;
/** Stands for the key to a room's name and topic where a chain is asked for. */
export const NO_CHAIN = zeros(16);

/** `want/ROOM/CHAIN`: a chain that something was sealed under, and that is not here. */
export interface Wanted {
  room: string;
  chain: Bytes;
  owner: string;
  device: string;
  index: number;
  since: number;
  tries: number;
  next: number;
}
