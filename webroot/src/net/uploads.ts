import { Upload } from 'tus-js-client';
import { language, t } from '../i18n';
import { memory } from '../state/memory';
import { backoff } from './backoff';
import { Pace, type Progress } from './pace';
import type { FileRef } from './protocol';

/** What is known of a file also when only its upload is left of it: after the page was closed. */
export interface FileFacts {
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly modified: number;
}

/** An upload as the browser remembers it over the end of the page. */
export interface KeptUpload extends FileFacts {
  readonly room: string;
  readonly url: string;
  done: number;
}

/** `left`: an earlier page began it, and it goes on when the same file is chosen again. */
export type UploadState = 'queued' | 'uploading' | 'waiting' | 'paused' | 'left' | 'done' | 'failed';

/** So many at once; more would take the connections that pages and pictures need. */
const AT_ONCE = 3;
const REDRAW = 200;

const lockOf = (url: string): string => `parley-upload-${url}`;

/** What earlier pages left of a room's uploads, and no other tab has. */
export async function leftOver(user: string, room: string): Promise<KeptUpload[]> {
  const kept = memory.uploads(user).filter((each) => each.room === room);
  if (!kept.length) return kept;
  const locks = await navigator.locks?.query().catch(() => undefined); // there are none without HTTPS
  const held = new Set(locks?.held?.map((lock) => lock.name));
  return kept.filter((each) => !held.has(lockOf(each.url)));
}

/** Those that something on this page writes to. */
const held = new Set<string>();
let keys = 0;
const waiting: Uploading[] = [];
const active = new Set<Uploading>();

function next(): void {
  while (active.size < AT_ONCE && waiting.length) waiting.shift()!.begin();
}

const factsOf = (file: File): FileFacts => ({ name: file.name || 'file', size: file.size, type: file.type || 'application/octet-stream', modified: file.lastModified });
export const same = (one: FileFacts, other: FileFacts): boolean => one.name === other.name && one.size === other.size && one.modified === other.modified;

/** Where an upload belongs: whose it is, in which room's draft, and how its owner proves who they are. */
export interface Place {
  readonly user: string;
  readonly room: string;
  readonly token: () => string | undefined;
}

/** One file on its way to the server, by tus (tus.io): over lost networks, restarted servers and closed pages. */
export class Uploading implements Progress {
  readonly key = `upload-${++keys}`;
  done = 0;
  state: UploadState = 'queued';
  error: string | undefined;
  ref: FileRef | undefined;
  /** A small picture that goes along, when there is one. */
  preview: Uploading | undefined;
  /** Of a picture, in pixels. */
  sides: { width: number; height: number } | undefined;
  private readonly pace = new Pace();
  private tus: Upload | undefined;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private drawn = 0;
  private unlock: (() => void) | undefined;

  private constructor(readonly facts: FileFacts, private readonly file: File | undefined, private readonly place: Place, private readonly changed: () => void, private url?: string) {}

  static of(file: File, place: Place, changed: () => void): Uploading {
    const facts = factsOf(file);
    const kept = memory.uploads(place.user).find((each) => same(each, facts) && !held.has(each.url));
    const uploading = new Uploading(facts, file, place, changed, kept?.url);
    uploading.enqueue();
    return uploading;
  }

  /** One of which only the first part is on the server, and nothing here. */
  static left(kept: KeptUpload, place: Place, changed: () => void): Uploading {
    const { name, size, type, modified } = kept;
    const uploading = new Uploading({ name, size, type, modified }, undefined, place, changed, kept.url);
    uploading.done = kept.done;
    uploading.state = kept.done === size ? 'done' : 'left';
    if (kept.done === size) uploading.ref = uploading.reference(kept.url);
    return uploading;
  }

  get size(): number {
    return this.facts.size;
  }

  get speed(): number | undefined {
    return this.state === 'uploading' ? this.pace.speed : undefined;
  }

  /** With its preview, if that has arrived, and its shape: nobody waits for them. */
  asShown(ref: FileRef): FileRef {
    const small = this.preview?.ref;
    return { ...ref, ...(small ? { preview: small.id } : {}), ...this.sides };
  }

  get isOver(): boolean {
    return this.state === 'done' || this.state === 'failed';
  }

  private enqueue(): void {
    this.become('queued');
    waiting.push(this);
    next();
  }

  /** Called when it is its turn. */
  begin(): void {
    active.add(this);
    this.pace.restart();
    this.become('uploading');
    this.tus ??= this.upload(this.file!);
    this.tus.start();
  }

  private upload(file: File): Upload {
    const tus = new Upload(file, {
      endpoint: '/files/upload',
      uploadUrl: this.url ?? null,
      metadata: { filename: this.facts.name, filetype: this.facts.type },
      retryDelays: null, // seen to here: for as long as it takes, and at once when the network is back
      storeFingerprintForResuming: false,
      onBeforeRequest: (request) => request.setHeader('Authorization', `Bearer ${this.place.token() ?? ''}`),
      onUploadUrlAvailable: () => this.remember(tus.url),
      onProgress: (sent) => this.moved(sent),
      onSuccess: () => this.arrived(tus.url),
      onError: (error) => this.stopped(error),
    });
    return tus;
  }

  private moved(sent: number): void {
    this.done = sent;
    this.pace.add(sent);
    if (performance.now() - this.drawn < REDRAW) return;
    this.failures = 0;
    this.drawn = performance.now();
    this.remember(this.url);
    this.changed();
  }

  private arrived(url: string | null): void {
    this.done = this.size;
    this.ref = this.reference(url);
    this.remember(url);
    this.release('done');
  }

  private reference(url: string | null): FileRef {
    const id = (url ?? '').split('?')[0]!.split('/').pop() ?? '';
    return { id, name: this.facts.name, type: this.facts.type, size: this.size };
  }

  /** A lost connection and a server that is busy pass; a refusal does not. */
  private stopped(error: unknown): void {
    const { status, sentence } = refusal(error);
    if (status && status !== 409 && status !== 423 && (status < 500 || status === 507)) {
      this.error = sentence;
      if (status === 404 || status === 410) this.forget();
      this.release('failed');
      return;
    }
    this.release('waiting');
    this.timer = setTimeout(this.again, backoff(++this.failures));
    addEventListener('online', this.again, { once: true });
  }

  private readonly again = (): void => {
    this.stopWaiting();
    if (this.state === 'waiting') this.enqueue();
  };

  private stopWaiting(): void {
    clearTimeout(this.timer);
    removeEventListener('online', this.again);
  }

  pause(): void {
    this.halt();
    this.release('paused');
  }

  resume(): void {
    if (this.state === 'paused') this.enqueue();
  }

  retry(): void {
    this.error = undefined;
    this.failures = 0;
    this.enqueue();
  }

  /** Gives it up; the server forgets what it has. */
  cancel(): void {
    this.preview?.cancel();
    this.halt();
    this.forget();
    this.release('failed');
    const url = this.tus?.url ?? this.url;
    if (url) {
      const headers = { 'Tus-Resumable': '1.0.0', Authorization: `Bearer ${this.place.token() ?? ''}` };
      fetch(url, { method: 'DELETE', headers }).catch(() => undefined); // it expires, too
    }
  }

  /** It belongs to a message now. */
  sent(): void {
    this.forget();
  }

  private halt(): void {
    this.stopWaiting();
    const at = waiting.indexOf(this);
    if (at >= 0) waiting.splice(at, 1);
    void this.tus?.abort(false).catch(() => undefined);
  }

  private release(state: UploadState): void {
    active.delete(this);
    this.become(state);
    next();
  }

  private become(state: UploadState): void {
    this.state = state;
    this.changed();
  }

  private remember(url: string | null | undefined): void {
    if (!url || !this.place.room) return;
    if (!this.unlock) this.lock(url);
    this.url = url;
    const others = memory.uploads(this.place.user).filter((each) => each.url !== url);
    memory.setUploads(this.place.user, [...others, { ...this.facts, room: this.place.room, url, done: this.done }]);
  }

  /** Other tabs see by the lock that this one has it; it falls with the page at the latest. */
  private lock(url: string): void {
    held.add(url);
    const released = new Promise<void>((unlock) => (this.unlock = unlock));
    void navigator.locks?.request(lockOf(url), { ifAvailable: true }, () => released).catch(() => undefined);
  }

  private forget(): void {
    this.unlock?.();
    if (this.url) held.delete(this.url);
    memory.setUploads(this.place.user, memory.uploads(this.place.user).filter((each) => each.url !== this.url));
  }
}

/** The status of an answer (nothing when none came), and what to tell a person. */
function refusal(error: unknown): { status: number | undefined; sentence: string } {
  const response = (error as { originalResponse?: { getStatus(): number; getBody(): string } | null }).originalResponse;
  const status = response?.getStatus();
  if (!response || !status) return { status: undefined, sentence: t('upload.lost') };
  const said = response.getBody().trim();
  // The server says it in one line, with the numbers; a proxy's page is not for people.
  if (said && (language() === 'en' || (status !== 413 && status !== 507)) && said.length < 400 && !/[<{]/.test(said)) return { status, sentence: said };
  if (status === 413) return { status, sentence: t('upload.tooLarge') };
  if (status === 507) return { status, sentence: t('upload.full') };
  return { status, sentence: t('upload.refused', { status }) };
}
