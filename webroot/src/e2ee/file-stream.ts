import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, equal, Malformed, Writer, zeros } from './bytes';
import { labelled } from './primitives';

/** Plaintext bytes of a chunk; sealed it has 16 more. */
export const CHUNK = 65_536;
export const TAG = 16;

/** What a file of {@link size} bytes is padded to (Padmé): it tells of a size little more than its order. */
export function padme(size: number): number {
  if (size === 0) return 0;
  if (size < 256) return 256;
  const exponent = size.toString(2).length - 1; // Math.log2 rounds
  const step = 2 ** (exponent - (Math.floor(Math.log2(exponent)) + 1));
  return Math.ceil(size / step) * step;
}

export const chunksOf = (padded: number) => Math.max(1, Math.ceil(padded / CHUNK));
/** The size of what is uploaded for a file of {@link size} bytes. */
export const sealedSize = (size: number) => padme(size) + chunksOf(padme(size)) * TAG;

const nonce = (prefix: Bytes, index: number, last: boolean) => new Writer().raw(prefix, 7).u32(index).u8(last ? 1 : 0).done();
const chunkHash = async (chunk: Bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', chunk));
const importKey = (key: Bytes, use: KeyUsage) => crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use]);

/**
 * Seals a file chunk by chunk, from wherever an upload resumes. The hashes of what was sealed are kept by the caller and
 * come along when it resumes: a chunk that is another one now stops the upload, which then needs a new key.
 */
export class FileSealer {
  private readonly key: Promise<CryptoKey>;
  private readonly all = sha256.create();
  private readonly padded: number;
  private next = 0;

  constructor(
    private readonly size: number,
    key: Bytes,
    private readonly prefix: Bytes,
    private readonly sealedBefore: Bytes[] = [],
  ) {
    this.key = importKey(key, 'encrypt');
    this.padded = padme(size);
    this.all.update(labelled('parley/1 file'));
  }

  get chunks() {
    return chunksOf(this.padded);
  }

  /** How many plaintext bytes of the file chunk {@link index} takes; the rest is padding. */
  take = (index = this.next) => Math.max(0, Math.min(CHUNK, this.size - index * CHUNK));

  /** The next chunk's ciphertext and its mark (16 bytes of its hash), to keep before the first byte of it leaves. */
  async seal(plain: Bytes): Promise<{ sealed: Bytes; mark: Bytes }> {
    const { index, chunk, mark } = await this.count(plain);
    const last = index === this.chunks - 1;
    const iv = nonce(this.prefix, index, last);
    return { sealed: new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await this.key, chunk)), mark };
  }

  /** Counts a chunk that the server has already. */
  async skip(plain: Bytes): Promise<void> {
    if (this.next >= this.sealedBefore.length) throw new RangeError('only what was sealed before can be skipped');
    await this.count(plain);
  }

  /** The file's hash, when all chunks were sealed or skipped. */
  hash(): Bytes {
    if (this.next !== this.chunks) throw new RangeError('not all chunks were sealed');
    return this.all.clone().digest() as Bytes;
  }

  private async count(plain: Bytes) {
    const index = this.next;
    if (index >= this.chunks || plain.length !== this.take(index)) throw new FileChanged();
    const chunk = concat(plain, zeros(Math.min(CHUNK, this.padded - index * CHUNK) - plain.length));
    const hash = await chunkHash(chunk);
    const mark = hash.slice(0, 16);
    const before = this.sealedBefore[index];
    if (before !== undefined && !equal(before, mark)) throw new FileChanged();
    this.all.update(hash);
    this.next++;
    return { index, chunk, mark };
  }
}

/** The file is not what it was when its upload began: it needs a new key and a new upload. */
export class FileChanged extends Error {
  override name = 'FileChanged';
}

/** Opens a file chunk by chunk, in order; nothing is handed on that was not authenticated. */
export class FileOpener {
  private readonly key: Promise<CryptoKey>;
  private readonly all = sha256.create();
  private readonly padded: number;
  private next = 0;

  constructor(
    private readonly size: number,
    key: Bytes,
    private readonly prefix: Bytes,
  ) {
    this.key = importKey(key, 'decrypt');
    this.padded = padme(size);
    this.all.update(labelled('parley/1 file'));
  }

  get chunks() {
    return chunksOf(this.padded);
  }

  /** How many bytes of the ciphertext chunk {@link index} takes. */
  take = (index = this.next) => (index < this.chunks ? Math.min(CHUNK, this.padded - index * CHUNK) + TAG : 0);

  async open(sealed: Bytes): Promise<Bytes> {
    const index = this.next;
    if (index >= this.chunks || sealed.length !== this.take(index)) throw new Malformed('a file of another size');
    const plain = await this.chunk(index, sealed);
    this.all.update(await chunkHash(plain));
    this.next++;
    return plain.subarray(0, Math.max(0, Math.min(CHUNK, this.size - index * CHUNK)));
  }

  /** One chunk by itself, for reading a range of the file. */
  async chunk(index: number, sealed: Bytes): Promise<Bytes> {
    const iv = nonce(this.prefix, index, index === this.chunks - 1);
    try {
      return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await this.key, sealed));
    } catch {
      throw new Malformed('the file was changed');
    }
  }

  /** Refuses a file that is not the one of {@link hash}, when all its chunks were opened. */
  end(hash: Bytes): void {
    if (this.next !== this.chunks || !equal(this.all.digest() as Bytes, hash)) throw new Malformed('the file is not the one that was sent');
  }
}

/** Cuts a stream into blocks of the size that {@link take} says for each, the last maybe shorter. */
function blocks(take: () => number, each: (block: Bytes) => Promise<Bytes>, end: () => void) {
  let held: Bytes[] = [];
  let length = 0;
  const emit = async (size: number, to: TransformStreamDefaultController<Bytes>) => {
    const all = held.length === 1 ? held[0]! : concat(...held);
    held = [all.slice(size)];
    length = all.length - size;
    to.enqueue(await each(all.slice(0, size)));
  };
  return new TransformStream<Bytes, Bytes>({
    async transform(bytes, to) {
      held.push(bytes);
      length += bytes.length;
      // Behind the last chunk nothing is taken any more, so that what is left over is refused instead of held.
      while (length > 0 && length >= take()) await emit(take(), to);
    },
    async flush(to) {
      if (length > 0) await emit(length, to);
      end();
    },
  });
}

/** Opens a download as it comes, holding no more than a chunk. */
export function openingStream(opener: FileOpener, hash: Bytes): TransformStream<Bytes, Bytes> {
  return blocks(() => opener.take(), (block) => opener.open(block), () => opener.end(hash));
}
