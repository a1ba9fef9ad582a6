import { base64, type Bytes, decodeText, encodeText, unbase64 } from './bytes';

/** Where the engine remembers. Whoever implements it keeps it from others' eyes; the keys tell no secrets. */
export interface KeyStore {
  get(key: string): Promise<Bytes | undefined>;
  keys(prefix: string): Promise<string[]>;
  /** Everything or nothing, on disk when it returns; null deletes. */
  commit(changes: ReadonlyMap<string, Bytes | null>): Promise<void>;
}

/** What the engine knows of the world outside. */
export interface World {
  store: KeyStore;
  now(): number;
  random(length: number): Bytes;
}

const TAG = '\u0000b';
const pack = (value: unknown): Bytes =>
  encodeText(JSON.stringify(value, (_key, inner: unknown) => (inner instanceof Uint8Array ? TAG + base64(inner) : inner)));
const unpack = (bytes: Bytes): unknown =>
  JSON.parse(decodeText(bytes), (_key, inner: unknown) => (typeof inner === 'string' && inner.startsWith(TAG) ? unbase64(inner.slice(TAG.length)) : inner));

const DECIDES = /^(contact|lists|room|own|sending|self)/;
const MOST_CACHED = 4096;

/**
 * The engine's records, one turn after the other. What a turn changes is written at its end, at once; a turn that fails
 * has changed nothing.
 */
export class Records {
  private readonly cache = new Map<string, unknown>();
  private draft = new Map<string, unknown>();
  /** Rises whenever something was written that decides who may read. */
  turnover = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: KeyStore) {}

  turn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(() => this.run(work));
    this.last = result.catch(() => undefined);
    return result;
  }

  private async run<T>(work: () => Promise<T>): Promise<T> {
    this.draft = new Map();
    const result = await work();
    if (this.draft.size > 0) {
      const changes = new Map([...this.draft].map(([key, value]) => [key, value === null ? null : pack(value)]));
      await this.store.commit(changes);
      if (this.cache.size > MOST_CACHED) this.cache.clear();
      for (const [key, value] of this.draft) this.cache.set(key, value);
      if ([...this.draft.keys()].some((key) => DECIDES.test(key))) this.turnover++;
    }
    return result;
  }

  /** A record to look at; whoever changes it takes {@link edit}. */
  async read<T>(key: string): Promise<Readonly<T> | null> {
    if (this.draft.has(key)) return this.draft.get(key) as T | null;
    if (!this.cache.has(key)) {
      const bytes = await this.store.get(key);
      this.cache.set(key, bytes === undefined ? null : unpack(bytes));
    }
    return this.cache.get(key) as T | null;
  }

  /** A record to change. */
  async edit<T>(key: string): Promise<T | null> {
    const found = await this.read<T>(key);
    if (found === null || this.draft.has(key)) return found as T | null;
    const own = structuredClone(found) as T;
    this.draft.set(key, own);
    return own;
  }

  put = (key: string, value: unknown) => void this.draft.set(key, value);
  delete = (key: string) => void this.draft.set(key, null);

  /** The keys that begin with {@link prefix}. */
  async keys(prefix: string): Promise<string[]> {
    const keys = new Set(await this.store.keys(prefix));
    for (const [key, value] of this.draft) {
      if (!key.startsWith(prefix)) continue;
      if (value === null) keys.delete(key);
      else keys.add(key);
    }
    return [...keys].sort();
  }
}
