import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { RotateCw, X } from 'lucide';
import { t } from '../i18n';
import { fileSize } from '../lib/format';
import type { Uploading } from '../net/files';
import { iconOf } from './attachment';

/** The files of a draft, each with its progress and a way out. */
export function uploadList(uploads: readonly Uploading[], remove: (upload: Uploading) => void) {
  return html`<ul class="uploads" aria-label=${t('upload.list')}>
    ${repeat(uploads, (upload) => upload.key, (upload) => html`<li class="upload ${upload.state}">
      <parley-icon .icon=${iconOf(upload.file.type)}></parley-icon>
      <span class="what"><b dir="auto" title=${upload.file.name}>${upload.file.name || 'file'}</b><small>${about(upload)}</small></span>
      ${upload.state === 'failed'
        ? html`<button class="icon-button" aria-label=${t('upload.retryName', { name: upload.file.name })} title=${t('upload.retry')} @click=${upload.retry}><parley-icon .icon=${RotateCw}></parley-icon></button>`
        : nothing}
      <button class="icon-button" aria-label=${t(upload.state === 'uploading' ? 'upload.cancel' : 'upload.remove', { name: upload.file.name })} @click=${() => remove(upload)}><parley-icon .icon=${X}></parley-icon></button>
      ${upload.state === 'uploading' ? html`<progress max="1" .value=${upload.progress} aria-label=${t('upload.progress', { name: upload.file.name })}></progress>` : nothing}
    </li>`)}
  </ul>`;
}

function about({ state, file, progress, error }: Uploading): string {
  if (state === 'failed') return error ?? t('upload.failed');
  return state === 'done' ? fileSize(file.size) : t('upload.of', { percent: Math.floor(progress * 100), size: fileSize(file.size) });
}
