import { t } from '../i18n';
import { backoff } from './backoff';
import { Pace, type Progress } from './pace';
import type { FileRef } from './protocol';

interface Link {
  url: string;
  expires: number;
}

/** Links to files, asked for once and again when they are about to expire. */
export class FileLinks {
  private readonly links = new Map<string, Promise<Link>>();

  constructor(private readonly ask: (file: string) => Promise<Link>) {}

  async of(file: string, fresh = false): Promise<string> {
    const known = this.links.get(file);
    if (known && !fresh) {
      const link = await known;
      if (link.expires > Date.now() + 15_000) return link.url;
    }
    const asked = this.ask(file);
    this.links.set(file, asked);
    asked.catch(() => this.links.delete(file));
    return (await asked).url;
  }

  clear(): void {
    this.links.clear();
  }
}

interface Writable {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

interface SavePicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{ createWritable(): Promise<Writable> }>;
}

const REDRAW = 200;

/** The browser's own Save As dialog with a file to stream to, where it has one. */
export const hasSaveDialog = (): boolean => !!(window as SavePicker).showSaveFilePicker;

/** Leaves it to the browser's own downloads, which go on by themselves where they stopped. */
export async function hand(file: FileRef, links: FileLinks): Promise<void> {
  const anchor = document.createElement('a');
  anchor.href = asDownload(await links.of(file.id, true));
  anchor.download = file.name;
  anchor.rel = 'noopener';
  anchor.click();
}

/** One file on its way to the disk of whoever asked for it, a chunk at a time; what is there counts when all of it is. */
export class Saving implements Progress {
  done = 0;
  state: 'saving' | 'waiting' | 'paused' = 'saving';
  private readonly pace = new Pace();
  private request: AbortController | undefined;
  private wake: (() => void) | undefined;
  private cancelled = false;
  private drawn = 0;

  private constructor(readonly file: FileRef, private readonly links: FileLinks, private readonly changed: () => void) {}

  /** Asks where to; answers nothing when the person changed their mind. */
  static async begin(file: FileRef, links: FileLinks, changed: () => void): Promise<{ saving: Saving; saved: Promise<boolean> }> {
    const handle = await (window as SavePicker).showSaveFilePicker!({ suggestedName: safeName(file.name) });
    const target = await handle.createWritable();
    const saving = new Saving(file, links, changed);
    return { saving, saved: saving.run(target) };
  }

  get size(): number {
    return this.file.size;
  }

  get speed(): number | undefined {
    return this.state === 'saving' ? this.pace.speed : undefined;
  }

  private async run(target: Writable): Promise<boolean> {
    try {
      for (let failures = 0; this.done < this.size && !this.cancelled; ) {
        const before = this.done;
        if (this.state !== 'paused' && (await this.stretch(target))) continue;
        if (this.cancelled) break;
        failures = this.done > before ? 0 : failures + 1;
        await this.rest(backoff(failures));
      }
    } catch (error) {
      await target.abort().catch(() => undefined);
      throw error;
    }
    await (this.cancelled ? target.abort() : target.close());
    return !this.cancelled;
  }

  /** Reads until the end, a pause or a lost connection; whether the end came. A refusal is thrown. */
  private async stretch(target: Writable): Promise<boolean> {
    this.pace.restart();
    this.request = new AbortController();
    let response: Response;
    try {
      const headers: Record<string, string> = this.done ? { Range: `bytes=${this.done}-` } : {};
      response = await fetch(asDownload(await this.links.of(this.file.id, true)), { headers, signal: this.request.signal });
    } catch (error) {
      if ((error as { failure?: string }).failure === 'NO_SUCH_FILE') throw error;
      return false;
    }
    if (response.status >= 500) return false;
    if (response.status !== (this.done ? 206 : 200) || !response.body) throw new Error(t('file.unreadable'));
    const reader = response.body.getReader();
    for (;;) {
      const chunk = await reader.read().catch(() => undefined);
      if (!chunk) return false;
      if (chunk.done) return this.done >= this.size;
      await target.write(chunk.value); // a full disk is thrown from here
      this.moved(chunk.value.length);
    }
  }

  private moved(bytes: number): void {
    this.done += bytes;
    this.pace.add(this.done);
    if (performance.now() - this.drawn < REDRAW) return;
    this.drawn = performance.now();
    this.changed();
  }

  private async rest(milliseconds: number): Promise<void> {
    if (this.state !== 'paused') this.become('waiting');
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rested = new AbortController();
    await new Promise<void>((wake) => {
      this.wake = wake;
      if (this.state !== 'paused') timer = setTimeout(wake, milliseconds);
      addEventListener('online', () => this.state !== 'paused' && wake(), { signal: rested.signal });
    });
    rested.abort();
    clearTimeout(timer);
    if (this.state === 'waiting') this.become('saving');
  }

  pause(): void {
    this.become('paused');
    this.request?.abort();
  }

  resume(): void {
    this.become('saving');
    this.wake?.();
  }

  cancel(): void {
    this.cancelled = true;
    this.request?.abort();
    this.wake?.();
  }

  private become(state: Saving['state']): void {
    this.state = state;
    this.changed();
  }
}

export function asDownload(url: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}download=1`;
}

/** A suggestion only: browsers refuse path separators and control characters in it. */
export function safeName(name: string): string {
  return name.replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, '_').replace(/^\.+/, '_').slice(0, 120) || 'file';
}
