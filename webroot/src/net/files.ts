import { Upload } from 'tus-js-client';
import { t } from '../i18n';
import type { FileRef } from './protocol';

/** One file on its way to the server, or arrived, or given up. */
export interface Uploading {
  readonly key: string;
  readonly file: File;
  progress: number;
  state: 'uploading' | 'done' | 'failed';
  error?: string;
  ref?: FileRef;
  cancel(): void;
  retry(): void;
}

let keys = 0;

/** Uploads by tus; `changed` is called whenever the returned object changed. */
export function upload(file: File, token: () => string | undefined, changed: () => void): Uploading {
  const tus = new Upload(file, {
    endpoint: '/files/upload',
    metadata: { filename: file.name || 'file', filetype: file.type || 'application/octet-stream' },
    retryDelays: [0, 1000, 3000, 5000],
    storeFingerprintForResuming: false,
    onBeforeRequest: (request) => request.setHeader('Authorization', `Bearer ${token() ?? ''}`),
    onProgress: (sent, total) => {
      uploading.progress = total ? sent / total : 0;
      changed();
    },
    onSuccess: () => {
      const id = decodeURIComponent((tus.url ?? '').split('?')[0]!.split('/').pop() ?? '');
      uploading.ref = { id, name: file.name || 'file', type: file.type || 'application/octet-stream', size: file.size };
      uploading.progress = 1;
      uploading.state = 'done';
      changed();
    },
    onError: (error) => {
      uploading.state = 'failed';
      uploading.error = sentence(error);
      changed();
    },
  });
  const uploading: Uploading = {
    key: `upload-${++keys}`,
    file,
    progress: 0,
    state: 'uploading',
    cancel: () => void tus.abort(false).catch(() => undefined),
    retry: () => {
      uploading.state = 'uploading';
      delete uploading.error;
      tus.start();
      changed();
    },
  };
  tus.start();
  return uploading;
}

function sentence(error: unknown): string {
  const response = (error as { originalResponse?: { getStatus(): number; getBody(): string } | null }).originalResponse;
  if (!response) return t('upload.lost');
  try {
    const body = JSON.parse(response.getBody()) as { message?: unknown; error?: { message?: unknown } };
    const message = body.error?.message ?? body.message;
    if (typeof message === 'string') return message;
  } catch {
    // Not one of our error bodies: the status has to do.
  }
  const status = response.getStatus();
  if (status === 413) return t('upload.tooLarge');
  if (status === 507) return t('upload.full');
  return t('upload.refused', { status });
}

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

interface SavePicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{
    createWritable(): Promise<WritableStream<Uint8Array>>;
  }>;
}

/** Saves a file where the person says, or as a download where the browser has no such dialog. True when it is written. */
export async function save(file: FileRef, links: FileLinks): Promise<boolean> {
  const pick = (window as SavePicker).showSaveFilePicker;
  if (!pick) {
    const anchor = document.createElement('a');
    anchor.href = asDownload(await links.of(file.id));
    anchor.download = file.name;
    anchor.rel = 'noopener';
    anchor.click();
    return false;
  }
  const handle = await pick.call(window, { suggestedName: safeName(file.name) });
  const response = await fetch(asDownload(await links.of(file.id)));
  if (!response.ok || !response.body) throw new Error(t('file.unreadable'));
  await response.body.pipeTo(await handle.createWritable());
  return true;
}

export function asDownload(url: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}download=1`;
}

/** A suggestion only: browsers refuse path separators and control characters in it. */
export function safeName(name: string): string {
  return name.replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, '_').replace(/^\.+/, '_').slice(0, 120) || 'file';
}
