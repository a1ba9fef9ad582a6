/** The shapes of docs/protocol.md, as this client uses them. */
export type Failure =
  | 'BAD_NAME' | 'NAME_TAKEN' | 'BAD_TOKEN' | 'NOT_LOGGED_IN' | 'ALREADY_LOGGED_IN' | 'GUESTS_OFF' | 'UNSUPPORTED_VERSION'
  | 'NO_SUCH_ROOM' | 'NO_SUCH_USER' | 'USER_GONE' | 'FORBIDDEN'
  | 'BAD_REQUEST' | 'ID_REUSED' | 'TOO_LARGE'
  | 'NO_SUCH_FILE' | 'BAD_OFFSET'
  | 'RATE_LIMITED' | 'TOO_MANY'
  | 'STORAGE_FULL' | 'STORAGE_READ_ONLY' | 'UNAVAILABLE';

export type UserKind = 'guest' | 'legacy' | 'member' | 'admin';

export interface User {
  id: string;
  name: string;
  kind: UserKind;
  online?: boolean;
  gone?: boolean;
}

export interface Room {
  id: string;
  kind: 'lobby' | 'direct';
  name: string;
  label: 'open' | 'sealed';
  labelReason?: 'PUBLIC' | 'LEGACY_CLIENT' | 'GUEST';
  firstSequence: number;
  lastSequence: number;
  peer?: User;
}

export interface FileRef {
  id: string;
  name: string;
  type: string;
  size: number;
}

export interface Entry {
  room: string;
  seq: number;
  time: number;
  sender: User;
  type: string;
  id: string;
  text?: string;
  files?: FileRef[];
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

/** Method → parameters and result. */
export interface Methods {
  hello: [{ protocol: 1; client: string }, Hello];
  login: [{ guest: string } | { token: string }, Login];
  logout: [Record<string, never>, Record<string, never>];
  ping: [Record<string, never>, { time: number }];
  'rooms.list': [Record<string, never>, { rooms: Room[] }];
  'rooms.resume': [{ rooms: Record<string, number | null> }, { rooms: Record<string, Resumed> }];
  'rooms.history': [
    { room: string; before?: number; after?: number; limit: number },
    { room: string; first: number; last: number; entries: Entry[] },
  ];
  'messages.send': [
    { room: string; id: string; text: string; files?: string[] },
    { room: string; id: string; seq: number; time: number },
  ];
  'direct.open': [{ user: string } | { name: string }, Room];
  'people.list': [{ after?: string; limit?: number }, { people: User[]; total: number }];
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
