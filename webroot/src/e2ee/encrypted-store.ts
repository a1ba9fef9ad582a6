import { type Bytes, concat, encodeText } from './bytes';
import type { KeyStore } from './records';

const KEYS = 'keys';
const RECORDS = 'records';
const REST = 'rest';
const NONCE = 12;

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing'));
  });

/**
 * Records in IndexedDB, each sealed under a key that the browser never hands out: a script
 * that runs in the page later cannot take it away, only use it. A record's name is authenticated with it.
 */
export class EncryptedStore implements KeyStore {
  private constructor(
    private readonly database: IDBDatabase,
    private readonly key: CryptoKey,
  ) {}

  static async open(name: string): Promise<EncryptedStore> {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(KEYS);
      request.result.createObjectStore(RECORDS);
    };
    const database = await done(request);
    // Another tab deletes the account's keys, or brings a newer version: this one must not stand in its way.
    database.onversionchange = () => database.close();
    const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const write = database.transaction(KEYS, 'readwrite', { durability: 'strict' });
    const keys = write.objectStore(KEYS);
    const known = (await done(keys.get(REST))) as CryptoKey | undefined;
    if (known === undefined) await done(keys.add(fresh, REST));
    await committed(write);
    return new EncryptedStore(database, known ?? fresh);
  }

  async get(key: string): Promise<Bytes | undefined> {
    const sealed = (await done(this.records('readonly').get(key))) as Bytes | undefined;
    if (sealed === undefined) return undefined;
    const algorithm = { name: 'AES-GCM', iv: sealed.subarray(0, NONCE), additionalData: encodeText(key) };
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, this.key, sealed.subarray(NONCE)));
  }

  async keys(prefix: string): Promise<string[]> {
    const range = prefix === '' ? undefined : IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    return (await done(this.records('readonly').getAllKeys(range))) as string[];
  }

  async commit(changes: ReadonlyMap<string, Bytes | null>): Promise<void> {
    // Sealed first: a transaction ends by itself when it waits for anything but its own requests.
    const sealed = await Promise.all([...changes].map(async ([key, value]) => [key, value && (await this.seal(key, value))] as const));
    const write = this.database.transaction(RECORDS, 'readwrite', { durability: 'strict' });
    const records = write.objectStore(RECORDS);
    for (const [key, value] of sealed) {
      if (value === null) records.delete(key);
      else records.put(value, key);
    }
    await committed(write);
  }

  private async seal(key: string, value: Bytes): Promise<Bytes> {
    const iv = crypto.getRandomValues(new Uint8Array(NONCE));
    const algorithm = { name: 'AES-GCM', iv, additionalData: encodeText(key) };
    return concat(iv, new Uint8Array(await crypto.subtle.encrypt(algorithm, this.key, value)));
  }

  private records = (mode: IDBTransactionMode) => this.database.transaction(RECORDS, mode).objectStore(RECORDS);

  close = () => this.database.close();
}

const committed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('the browser keeps nothing more'));
  });
