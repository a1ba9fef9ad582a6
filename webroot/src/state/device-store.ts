import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Outgoing } from './outbox';
import type { Kept, Keeper, KeptRoom, Sealer, Sealers, Who } from './keeper';

/** More is not kept; the rooms that were kept longest ago go first. */
export const MOST = { rooms: 200, bytes: 32 * 1024 * 1024 };

const IV = 12;

interface Sealed {
  user: string;
  id: string;
  sealed: Uint8Array;
}

interface SealedRoom extends Sealed {
  at: number;
  size: number;
}

interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKey };
  who: { key: string; value: Uint8Array };
  rooms: { key: [string, string]; value: SealedRoom; indexes: { age: [string, number, number] } };
  outbox: { key: [string, string]; value: Sealed };
}

export type Device = IDBPDatabase<Schema>;

export function openDevice(name = 'parley'): Promise<Device> {
  return openDB<Schema>(name, 1, {
    upgrade(device) {
      device.createObjectStore('keys');
      device.createObjectStore('who');
      device.createObjectStore('rooms', { keyPath: ['user', 'id'] }).createIndex('age', ['user', 'at', 'size']);
      device.createObjectStore('outbox', { keyPath: ['user', 'id'] });
    },
    // A later build wants another structure: this page must not stand in its way.
    blocking: (_old, _new, event) => (event.target as IDBDatabase).close(),
  });
}

/** AES-256-GCM under keys that this browser holds and gives nobody, not even us: they can be used and deleted. */
export class DeviceKeys implements Sealers {
  constructor(private readonly device: Promise<Device>) {}

  /** Read each time: another tab may have forgotten it. */
  async known(user: string): Promise<Sealer | undefined> {
    const key = await (await this.device).get('keys', user);
    return key && sealerBy(key);
  }

  async of(user: string): Promise<Sealer> {
    const known = await this.known(user);
    if (known) return known;
    const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    // Of two tabs that begin at once, the second takes the key of the first.
    const change = (await this.device).transaction('keys', 'readwrite');
    const first = await change.store.get(user);
    if (!first) await change.store.put(fresh, user);
    await change.done;
    return sealerBy(first ?? fresh);
  }

  async forget(user: string): Promise<void> {
    await (await this.device).delete('keys', user);
  }

  async users(): Promise<string[]> {
    return (await this.device).getAllKeys('keys');
  }
}

function sealerBy(key: CryptoKey): Sealer {
  const words = new TextEncoder();
  const how = (iv: Uint8Array, about: string) => ({ name: 'AES-GCM', iv: iv as BufferSource, additionalData: words.encode(about) });
  return {
    async seal(plain, about) {
      const iv = crypto.getRandomValues(new Uint8Array(IV));
      const closed = new Uint8Array(await crypto.subtle.encrypt(how(iv, about), key, plain as BufferSource));
      const sealed = new Uint8Array(IV + closed.length);
      sealed.set(iv);
      sealed.set(closed, IV);
      return sealed;
    },
    async open(sealed, about) {
      return new Uint8Array(await crypto.subtle.decrypt(how(sealed.subarray(0, IV), about), key, sealed.subarray(IV) as BufferSource));
    },
  };
}

/** {@link Keeper} in this browser's IndexedDB. */
export class DeviceKeeper implements Keeper {
  onOutbox: (user: string) => void = () => undefined;

  constructor(
    private readonly device: Promise<Device>,
    private readonly sealers: Sealers,
    private readonly otherTabs?: BroadcastChannel,
    private readonly most = MOST,
  ) {
    if (otherTabs) otherTabs.onmessage = ({ data }) => this.onOutbox(String(data));
  }

  async load(user: string): Promise<Kept | undefined> {
    const device = await this.device;
    const sealed = await device.get('who', user);
    const who = sealed && (await this.open<Who>(user, sealed, 'who'));
    if (!who) return undefined;
    const all = await device.getAll('rooms', IDBKeyRange.bound([user], [user, []]));
    const rooms = await Promise.all(all.map(({ id, sealed }) => this.open<KeptRoom>(user, sealed, `room ${id}`)));
    return { who, rooms: rooms.filter((room) => room !== undefined) };
  }

  async keepWho(who: Who): Promise<void> {
    const sealed = await this.seal(who.me.id, who, 'who');
    await (await this.device).put('who', sealed, who.me.id);
  }

  async keepRoom(user: string, kept: KeptRoom): Promise<void> {
    const { id } = kept.room;
    const sealed = await this.seal(user, kept, `room ${id}`);
    const change = (await this.device).transaction('rooms', 'readwrite');
    await change.store.put({ user, id, sealed, at: Date.now(), size: sealed.length });
    let [rooms, bytes] = [0, 0];
    const age = change.store.index('age').openKeyCursor(IDBKeyRange.bound([user], [user, []]), 'prev');
    for (let cursor = await age; cursor; cursor = await cursor.continue()) {
      bytes += cursor.key[2];
      if (++rooms > this.most.rooms || bytes > this.most.bytes) await change.store.delete(cursor.primaryKey);
    }
    await change.done;
  }

  async rooms(user: string): Promise<string[]> {
    const keys = await (await this.device).getAllKeys('rooms', IDBKeyRange.bound([user], [user, []]));
    return keys.map(([, room]) => room);
  }

  async dropRoom(user: string, room: string): Promise<void> {
    await (await this.device).delete('rooms', [user, room]);
  }

  async outbox(user: string): Promise<Outgoing[]> {
    const all = await (await this.device).getAll('outbox', IDBKeyRange.bound([user], [user, []]));
    const messages = await Promise.all(all.map(({ id, sealed }) => this.open<Outgoing>(user, sealed, `outbox ${id}`)));
    return messages.filter((message) => message !== undefined);
  }

  async keepOutgoing(user: string, message: Outgoing): Promise<void> {
    const sealed = await this.seal(user, message, `outbox ${message.id}`);
    await (await this.device).put('outbox', { user, id: message.id, sealed });
    this.otherTabs?.postMessage(user);
  }

  async dropOutgoing(user: string, id: string): Promise<void> {
    await (await this.device).delete('outbox', [user, id]);
    this.otherTabs?.postMessage(user);
  }

  async forget(user: string): Promise<void> {
    await this.sealers.forget(user);
    const change = (await this.device).transaction(['who', 'rooms', 'outbox'], 'readwrite');
    const all = IDBKeyRange.bound([user], [user, []]);
    await Promise.all([
      change.objectStore('who').delete(user), change.objectStore('rooms').delete(all), change.objectStore('outbox').delete(all), change.done,
    ]);
  }

  async forgetOthers(user: string): Promise<void> {
    for (const other of await this.sealers.users()) if (other !== user) await this.forget(other);
  }

  private async seal(user: string, value: unknown, about: string): Promise<Uint8Array> {
    const sealer = await this.sealers.of(user);
    return sealer.seal(new TextEncoder().encode(JSON.stringify(value)), about);
  }

  /** Nothing when it was not sealed by this key: then it is of no use to anybody. */
  private async open<T>(user: string, sealed: Uint8Array, about: string): Promise<T | undefined> {
    const sealer = await this.sealers.known(user);
    try {
      return sealer && (JSON.parse(new TextDecoder().decode(await sealer.open(sealed, about))) as T);
    } catch {
      return undefined;
    }
  }
}

/** Browsers encrypt on HTTPS and localhost alone; elsewhere nothing is kept. */
export function deviceKeeper(): Keeper | undefined {
  if (!globalThis.isSecureContext || !globalThis.indexedDB || !globalThis.crypto?.subtle) return undefined;
  const device = openDevice();
  device.catch(() => undefined); // each use says so again
  return new DeviceKeeper(device, new DeviceKeys(device), new BroadcastChannel('parley-outbox'));
}
