import type { Bytes } from './bytes';
import type { ListBytes } from './device-list';
import type { Engine } from './engine';
import type { Approver, NewDevice } from './joining';
import type { KeyStore } from './records';

/** What of the engine is called as it is. */
const PASSED = [
  'who', 'setUp', 'restore', 'removeDevice', 'loseDevices', 'otherDevices', 'shareKeys', 'renew', 'preKeys', 'nameDevice', 'devices', 'forget',
  'contact', 'contactState', 'safetyNumber', 'verified', 'accept',
  'create', 'change', 'roster', 'isSealed', 'trust', 'profile', 'room',
  'missing', 'deliver', 'outgoing', 'delivered', 'seal', 'accepted', 'refused', 'unanswered', 'beginAnew',
  'open', 'delivery', 'requests', 'nextRequest', 'askNow', 'request', 'answer',
  'backup', 'backedUp', 'backupRefused', 'merge',
] as const satisfies (keyof Engine)[];

/** An approval ended with the tab that held it, or was never begun. */
class NotBegun extends Error {
  override name = 'NotBegun';
}

/** Letting a device in, as a series of calls: whoever holds the keys holds what has been agreed so far. */
class Approvals {
  private newcomer: NewDevice | null = null;
  private approver: Approver | null = null;

  constructor(private readonly engine: Engine) {}

  private get joining() {
    if (this.newcomer === null) throw new NotBegun('begin to join first');
    return this.newcomer;
  }

  private get letting() {
    if (this.approver === null) throw new NotBegun('begin to approve first');
    return this.approver;
  }

  readonly methods = {
    /** New device: what is sent to, or shown to, another one. */
    joinBegin: async (user: string) => {
      this.newcomer = await this.engine.newDevice(user);
      return { hello: this.newcomer.hello, code: this.newcomer.code };
    },
    joinAnswered: (answer: Bytes) => this.joining.answered(answer),
    joinConfirm: async () => this.joining.confirm(),
    joinAnsweredByCode: (answer: Bytes) => this.joining.answeredByCode(answer),
    joinGranted: (grant: Bytes, lists: ListBytes, segments: Bytes[], newest: number) => this.joining.granted(grant, lists, segments, newest),
    /** Device of the account: begins with the newcomer's hello, or with its code. */
    approveGreeted: (hello: Bytes) => (this.approver = this.engine.approve()).greeted(hello),
    approveRevealed: (reveal: Bytes) => this.letting.revealed(reveal),
    approveRead: (code: string) => (this.approver = this.engine.approve()).read(code),
    approveConfirm: () => this.letting.confirm(),
    approveGrant: () => this.letting.grant(),
  };
}

/** What is kept besides keys, under the same lock: history for reading offline, and what search goes through. */
const notes = (store: KeyStore) => ({
  note: async (changes: [key: string, value: Bytes | null][]) => store.commit(new Map(changes.map(([key, value]) => [`note/${key}`, value]))),
  noted: async (key: string) => (await store.get(`note/${key}`)) ?? null,
  notes: async (prefix: string) => (await store.keys(`note/${prefix}`)).map((key) => key.slice('note/'.length)),
});

/** Everything that the owner of the keys does for the pages. */
export function services(engine: Engine, store: KeyStore) {
  const passed = Object.fromEntries(PASSED.map((name) => [name, engine[name]])) as Pick<Engine, (typeof PASSED)[number]>;
  return { ...passed, ...new Approvals(engine).methods, ...notes(store) };
}

export type Services = ReturnType<typeof services>;

/** A page asks; `call` is unique among all pages. */
export interface Call {
  call: string;
  method: keyof Services;
  args: unknown[];
}

export type Answer = { call: string; value: unknown } | { call: string; failure: { name: string; message: string; details: Record<string, unknown> } };
