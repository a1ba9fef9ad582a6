/** The shapes of docs/protocol.md, as this client uses them. */
export type Failure =
  | 'BAD_NAME' | 'NAME_TAKEN' | 'BAD_TOKEN' | 'NOT_LOGGED_IN' | 'ALREADY_LOGGED_IN' | 'GUESTS_OFF' | 'UNSUPPORTED_VERSION'
  | 'BAD_PASSWORD_OR_NAME' | 'BAD_INVITE' | 'REGISTRATION_CLOSED' | 'WEAK_PASSWORD'
  | 'NO_SUCH_ROOM' | 'NO_SUCH_USER' | 'USER_GONE' | 'FORBIDDEN' | 'BLOCKED' | 'MUTED' | 'BANNED' | 'ARCHIVED'
  | 'NO_SUCH_MESSAGE' | 'NO_SUCH_SESSION'
  | 'BAD_REQUEST' | 'ID_REUSED' | 'TOO_LARGE'
  | 'NO_SUCH_FILE' | 'BAD_OFFSET'
  | 'RATE_LIMITED' | 'TOO_MANY'
  | 'STORAGE_FULL' | 'STORAGE_READ_ONLY' | 'UNAVAILABLE';

export type UserKind = 'guest' | 'legacy' | 'member' | 'admin';
export type Status = 'online' | 'away' | 'dnd';

export interface User {
  id: string;
  name: string;
  kind: UserKind;
  online?: boolean;
  gone?: boolean;
  display?: string;
  avatar?: string;
  status?: Status;
  lastSeen?: number;
}

export type RoomKind = 'lobby' | 'public' | 'private' | 'direct';
export type Role = 'owner' | 'moderator' | 'member';
export type HistoryRule = 'all' | 'joined';

export interface Room {
  id: string;
  kind: RoomKind;
  name: string;
  label: 'open' | 'sealed';
  labelReason?: 'PUBLIC' | 'LEGACY_CLIENT' | 'GUEST' | 'NOT_SEALED_YET';
  firstSequence: number;
  lastSequence: number;
  peer?: User;
  topic?: string;
  history?: HistoryRule;
  archived?: boolean;
  retentionDays?: number;
  memberCount?: number;
  membership?: 'joined' | 'invited';
  invitedBy?: User;
  role?: Role;
  mutedUntil?: number;
  /** The last sequence number that this user has read, on any device. */
  read?: number;
  unread?: number;
  mentions?: number;
}

export interface FileRef {
  id: string;
  name: string;
  type: string;
  size: number;
  /** A small picture that stands for it. */
  preview?: string;
  /** Of a picture as it is shown in full, in pixels: the sender's claim. */
  width?: number;
  height?: number;
}

/** A reaction's people; `count` when there are more than are named. */
export type Reactions = Record<string, string[]>;

export interface Entry {
  room: string;
  seq: number;
  time: number;
  sender: User;
  type: string;
  id: string;
  text?: string;
  files?: FileRef[];
  replyTo?: number;
  mentions?: string[];
  mentionsRoom?: boolean;
  /** The state of a message as it is now. */
  edited?: { seq: number; time: number };
  deleted?: { by: string; time: number };
  reactions?: Reactions;
  pinned?: boolean;
  /** What began the thread in which this message is an answer. */
  thread?: number;
  /** The answers to this message, and to those. */
  replies?: { count: number; last: number; time?: number; by?: User };
  /** The message that an edit, deletion, reaction or pin is about. */
  target?: number;
  emoji?: string;
  on?: boolean;
  topic?: string;
  name?: string;
  history?: HistoryRule;
  retentionDays?: number;
  archived?: boolean;
  user?: User;
  change?: 'joined' | 'left' | 'invited' | 'kicked' | 'banned' | 'unbanned' | 'declined';
  role?: Role;
  until?: number;
  reason?: string;
}

export interface Member {
  user: User;
  role: Role;
  mutedUntil?: number;
}

export interface Posted {
  room: string;
  id: string;
  seq: number;
  time: number;
}

export interface Device {
  id: string;
  current: boolean;
  client: string;
  address: string;
  created: number;
  lastUsed: number;
  online: boolean;
}

export interface Account extends User {
  state: 'active' | 'deactivated' | 'deleted';
  created: number;
  storage?: number;
}

export interface Invite {
  id: string;
  role: 'member' | 'admin';
  uses: number;
  used: number;
  expires: number;
  url?: string;
}

/** What an administrator did; `by` is absent for the command line. */
export interface Act {
  number: number;
  time: number;
  by?: User;
  action: string;
  user?: User;
  detail?: string;
}

/** Bytes that are used, and how many more there is room for. */
export interface Space {
  used: number;
  free: number;
}

export interface ServerState {
  server: string;
  started: number;
  ready: boolean;
  checks: Record<'journal' | 'files' | 'users', 'ok' | 'failing'>;
  journal?: Space;
  files?: Space;
  connections: { web: number; native: number; legacy: number };
  online: number;
}

export interface Limits {
  frameBytes: number;
  textLength: number;
  historyPage: number;
  fileBytes: number;
  filesPerMessage: number;
  messagesPerSecond: number;
  loginSeconds: number;
  idleSeconds: number;
}

export interface Hello {
  protocol: number;
  server: string;
  time: number;
  features: string[];
  logins: string[];
  limits: Limits;
}

export interface Login {
  user: User;
  session: string;
  token: string;
  graceSeconds: number;
  rooms: Room[];
}

export interface Resumed {
  first: number;
  from: number;
  last: number;
}

type Nothing = Record<string, never>;
/** A lasting change to a room: the client's own id makes it happen once. */
type Change<T> = { room: string; id: string } & T;

/** Method → parameters and result. */
export interface Methods {
  hello: [{ protocol: 1; client: string }, Hello];
  login: [{ guest: string } | { token: string } | { name: string; password: string }, Login];
  register: [{ name: string; password: string; invite?: string }, Login];
  reset: [{ token: string; password: string }, Login];
  'invite.check': [{ invite: string }, { role: 'member' | 'admin'; expires: number }];
  logout: [Nothing, Nothing];
  ping: [Nothing, { time: number }];

  'account.password': [{ old: string; new: string }, Nothing];
  'account.delete': [{ password: string; messages: 'keep' | 'erase' }, Nothing];
  'profile.set': [{ display?: string; avatar?: string }, User];
  'presence.set': [{ status: Status } | { idle: boolean }, Nothing];
  'sessions.list': [Nothing, { sessions: Device[] }];
  'sessions.revoke': [{ session: string }, Nothing];
  'people.list': [{ after?: string; limit?: number }, { people: User[]; total: number }];
  'people.get': [{ users: string[] }, { people: User[] }];
  'people.find': [{ query: string; limit?: number }, { people: User[] }];
  'blocks.list': [Nothing, { users: User[] }];
  'blocks.set': [{ user: string; blocked: boolean }, Nothing];

  'admin.users': [{ query?: string; after?: string; limit?: number }, { users: Account[]; total: number; storage?: number }];
  'admin.server': [Nothing, ServerState];
  'admin.role': [{ user: string; role: 'member' | 'admin' }, Nothing];
  'admin.deactivate': [{ user: string; active: boolean }, Nothing];
  'admin.delete': [{ user: string; messages: 'keep' | 'erase' }, Nothing];
  'admin.resetLink': [{ user: string }, { url: string; expires: number }];
  'invites.create': [{ role: 'member' | 'admin'; uses: number; hours: number }, { id: string; url: string; expires: number }];
  'invites.list': [Nothing, { invites: Invite[] }];
  'invites.revoke': [{ id: string }, Nothing];
  'audit.list': [{ before?: number; limit?: number }, { entries: Act[] }];

  'rooms.list': [Nothing, { rooms: Room[] }];
  'rooms.resume': [{ rooms: Record<string, number | null> }, { rooms: Record<string, Resumed> }];
  'rooms.history': [
    { room: string; before?: number; after?: number; limit: number },
    { room: string; first: number; last: number; entries: Entry[] },
  ];
  'rooms.create': [
    { id: string; name: string; kind: 'public' | 'private'; topic?: string; history?: HistoryRule; invite?: string[] },
    Room,
  ];
  'rooms.find': [
    { query?: string; after?: string; limit?: number },
    { rooms: { id: string; name: string; topic: string; memberCount: number; joined: boolean }[] },
  ];
  'rooms.join': [{ room: string }, Room];
  'rooms.leave': [{ room: string }, Nothing];
  'rooms.invite': [{ room: string; user: string }, Nothing];
  'rooms.kick': [{ room: string; user: string; reason?: string }, Nothing];
  'rooms.ban': [{ room: string; user: string; reason?: string }, Nothing];
  'rooms.unban': [{ room: string; user: string }, Nothing];
  'rooms.bans': [{ room: string }, { people: User[] }];
  'rooms.mute': [{ room: string; user: string; minutes: number; reason?: string }, Nothing];
  'rooms.role': [{ room: string; user: string; role: Role }, Nothing];
  'rooms.set': [
    { room: string; name?: string; topic?: string; history?: HistoryRule; retentionDays?: number; archived?: boolean },
    Nothing,
  ];
  'rooms.members': [{ room: string; after?: string; limit?: number; query?: string }, { members: Member[]; total: number }];
  'rooms.read': [{ room: string; seq: number }, Nothing];
  'rooms.readers': [{ room: string }, { readers: { user: string; seq: number }[] }];
  'rooms.pins': [{ room: string }, { entries: Entry[] }];
  'rooms.audit': [{ room: string; before?: number; limit?: number }, { entries: Act[] }];
  typing: [{ room: string; on: boolean }, Nothing];

  'messages.send': [Change<{ text: string; files?: string[]; replyTo?: number; previews?: Record<string, string>; sizes?: Record<string, { width: number; height: number }> }>, Posted];
  'messages.edit': [Change<{ target: number; text: string }>, Posted];
  'messages.delete': [Change<{ target: number }>, Posted];
  'messages.react': [Change<{ target: number; emoji: string; on: boolean }>, Posted];
  'messages.pin': [Change<{ target: number; on: boolean }>, Posted];
  'messages.thread': [
    { room: string; target: number; after?: number; limit?: number },
    { root?: Entry; replies: Entry[]; more: boolean },
  ];
  'messages.search': [
    { query: string; room?: string; sender?: string; from?: number; to?: number; before?: string; limit?: number },
    { results: { entry: Entry; highlights: [number, number][] }[]; more: boolean; next?: string },
  ];
  'direct.open': [{ user: string } | { name: string }, Room];
  'files.link': [{ file: string }, { url: string; expires: number }];
}

export type Method = keyof Methods;
export type Params<M extends Method> = Methods[M][0];
export type Result<M extends Method> = Methods[M][1];

export interface Notifications {
  entry: Entry;
  room: Room;
  person: User;
  people: Record<string, never>;
  /** One left the room, or was removed: it is no longer ours to see. */
  left: { room: string; change: string; reason?: string; by?: User };
  /** Read on another device. */
  read: { room: string; seq: number; unread: number; mentions: number };
  /** Somebody else in a small room has read further. */
  reader: { room: string; user: string; seq: number };
  typing: { room: string; user: User; on: boolean };
  ended: { reason: string };
  stopping: { reason: string; retryAfterSeconds: number };
}

export const DEFAULT_LIMITS: Limits = {
  frameBytes: 65536,
  textLength: 8000,
  historyPage: 200,
  fileBytes: 104857600,
  filesPerMessage: 10,
  messagesPerSecond: 20,
  loginSeconds: 30,
  idleSeconds: 120,
};
