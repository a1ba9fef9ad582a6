/** What the browser remembers for us. Every read may find nothing, every write may be refused. */
import type { Language } from '../i18n';
import type { KeptUpload } from '../net/uploads';
import type { Outgoing } from './outbox';

export type Theme = 'system' | 'light' | 'dark';

export type Accent = 'pine' | 'sky' | 'plum' | 'rust' | 'ink';

/** How the pages look, beside light or dark. */
export interface Look {
  accent: Accent;
  contrast: 'system' | 'normal' | 'more';
  density: 'roomy' | 'compact';
}

const PLAIN: Look = { accent: 'pine', contrast: 'system', density: 'roomy' };

interface KeptDraft {
  text: string;
  replyTo?: number;
}

interface Session {
  token: string;
  name: string;
  user?: string;
}

function read<T>(storage: Storage, key: string): T | undefined {
  try {
    const text = storage.getItem(`parley.${key}`);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

function write(storage: Storage, key: string, value: unknown): void {
  try {
    if (value === undefined) storage.removeItem(`parley.${key}`);
    else storage.setItem(`parley.${key}`, JSON.stringify(value));
  } catch {
    // Private windows and full disks: nothing is remembered then.
  }
}

export const memory = {
  session: () => read<Session>(localStorage, 'session'),
  setSession: (session: Session | undefined) => write(localStorage, 'session', session),

  name: () => read<string>(localStorage, 'name') ?? '',
  setName: (name: string) => write(localStorage, 'name', name),

  look: (): Look => ({ ...PLAIN, ...read<Partial<Look>>(localStorage, 'look') }),
  setLook: (look: Look) => write(localStorage, 'look', look),

  /** How this browser's people come in. */
  entrance: () => read<'password'>(localStorage, 'entrance'),
  setEntrance: (entrance: 'password' | undefined) => write(localStorage, 'entrance', entrance),

  theme: (): Theme => read<Theme>(localStorage, 'theme') ?? 'system',
  setTheme: (theme: Theme) => write(localStorage, 'theme', theme === 'system' ? undefined : theme),

  language: () => read<Language>(localStorage, 'language'),
  setLanguage: (language: Language) => write(localStorage, 'language', language),

  /** Whether this browser, or this tab, has a connection of its own for each tab. */
  line: () => read<'own'>(sessionStorage, 'line') ?? read<'own'>(localStorage, 'line'),
  setLine: (line: 'own') => write(sessionStorage, 'line', line),

  openRoom: (user: string) => {
    const saved = read<{ user: string; room: string }>(localStorage, 'room');
    return saved?.user === user ? saved.room : undefined;
  },
  setOpenRoom: (user: string, room: string) => write(localStorage, 'room', { user, room }),

  /** Room → the last sequence number that was seen. */
  reads: (user: string): Record<string, number> => {
    const saved = read<{ user: string; reads: Record<string, number> }>(localStorage, 'reads');
    return saved?.user === user ? saved.reads : {};
  },
  setReads: (user: string, reads: Record<string, number>) => write(localStorage, 'reads', { user, reads }),

  /** Whether to tell of what happens while one is elsewhere; both off until asked for. */
  notify: () => read<{ on: boolean; sound: boolean }>(localStorage, 'notify') ?? { on: false, sound: false },
  setNotify: (notify: { on: boolean; sound: boolean }) => write(localStorage, 'notify', notify),

  drafts: (user: string): Record<string, KeptDraft> => {
    const saved = read<{ user: string; drafts: Record<string, KeptDraft> }>(localStorage, 'drafts');
    return saved?.user === user ? saved.drafts : {};
  },
  setDrafts: (user: string, drafts: Record<string, KeptDraft>) =>
    write(localStorage, 'drafts', Object.keys(drafts).length ? { user, drafts } : undefined),

  /** Uploads that are not at their end, or not sent: what goes on when the same file is chosen again. */
  uploads: (user: string): KeptUpload[] => {
    const saved = read<{ user: string; uploads: KeptUpload[] }>(localStorage, 'uploads');
    return saved?.user === user ? saved.uploads : [];
  },
  setUploads: (user: string, uploads: readonly KeptUpload[]) =>
    write(localStorage, 'uploads', uploads.length ? { user, uploads } : undefined),

  /** Of this tab: what the device has not kept, or cannot. */
  outbox: (user: string): Outgoing[] => {
    const saved = read<{ user: string; items: Outgoing[] }>(sessionStorage, 'outbox');
    return saved?.user === user ? saved.items : [];
  },
  setOutbox: (user: string, items: readonly Outgoing[]) =>
    write(sessionStorage, 'outbox', items.length ? { user, items } : undefined),
};
