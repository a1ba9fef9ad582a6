import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { type IconNode, Pause, Play, RotateCw, X } from 'lucide';
import { t } from '../i18n';
import { fileSize } from '../lib/format';
import { left } from '../net/pace';
import type { Uploading, UploadState } from '../net/uploads';
import { iconOf } from './attachment';
import { pace, percent } from './progress';

const GOING: ReadonlySet<UploadState> = new Set(['queued', 'uploading', 'waiting', 'paused', 'left']);

/** The files of a draft, each with its progress and a way out. `choose` asks for a file again of which a part is on the server. */
export function uploadList(uploads: readonly Uploading[], remove: (upload: Uploading) => void, choose: () => void) {
  return html`<ul class="uploads" aria-label=${t('upload.list')}>
    ${repeat(uploads, (upload) => upload.key, (upload) => {
      const { name, type } = upload.facts;
      const going = GOING.has(upload.state);
      return html`<li class="upload ${upload.state}" ?data-preview=${upload.preview?.ref !== undefined}>
        <parley-icon .icon=${iconOf(type)}></parley-icon>
        <span class="what"><b dir="auto" title=${name}>${name}</b><small>${about(upload)}</small></span>
        ${action(upload, choose)}
        ${button(t(going ? 'upload.cancel' : 'upload.remove', { name }), X, () => remove(upload))}
        ${going ? html`<progress max="1" .value=${upload.size ? upload.done / upload.size : 0} aria-label=${t('upload.progress', { name })}></progress>` : nothing}
      </li>`;
    })}
  </ul>`;
}

function action(upload: Uploading, choose: () => void): TemplateResult | typeof nothing {
  const { name } = upload.facts;
  switch (upload.state) {
    case 'queued':
    case 'uploading':
    case 'waiting': return button(t('upload.pause', { name }), Pause, () => upload.pause());
    case 'paused': return button(t('upload.resume', { name }), Play, () => upload.resume());
    case 'left': return button(t('upload.choose', { name }), Play, choose);
    case 'failed': return button(t('upload.retryName', { name }), RotateCw, () => upload.retry());
    default: return nothing;
  }
}

const button = (label: string, icon: IconNode, act: () => void) =>
  html`<button class="icon-button" aria-label=${label} title=${label} @click=${act}><parley-icon .icon=${icon}></parley-icon></button>`;

function about(upload: Uploading): string {
  const size = fileSize(upload.size);
  switch (upload.state) {
    case 'failed': return upload.error ?? t('upload.failed');
    case 'done': return size;
    case 'queued': return t('upload.queued', { size });
    case 'waiting': return t('upload.waiting', { percent: percent(upload), size });
    case 'paused': return t('upload.paused', { percent: percent(upload), size });
    case 'left': return t('upload.left', { percent: percent(upload), size });
    default: return left(upload) === undefined ? t('upload.of', { percent: percent(upload), size }) : pace(upload);
  }
}
