import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type IconNode, Pause, Play, X } from 'lucide';
import { store } from '../app';
import { t } from '../i18n';
import { fileSize } from '../lib/format';
import { hand, hasSaveDialog, Saving } from '../net/files';
import type { FileRef } from '../net/protocol';
import { sheet } from '../styles/sheet';
import { pace, percent } from './progress';
import css from './saving.css?inline';
import { toast } from './toasts';

/** Files that are being saved, by id; one that is shown somewhere shows how far it is. */
const saving = new Map<string, Saving>();
const watching = new Set<SavingBar>();
const changed = (): void => watching.forEach((bar) => bar.requestUpdate());

/** Saves it and says how that went. */
export async function saveFile(file: FileRef): Promise<void> {
  try {
    if (!hasSaveDialog()) return await hand(file, store.links);
    if (saving.has(file.id)) return;
    const begun = await Saving.begin(file, store.links, changed);
    saving.set(file.id, begun.saving);
    changed();
    if (await begun.saved) toast(t('file.saved', { name: file.name }));
  } catch (error) {
    if ((error as Error).name !== 'AbortError') toast((error as Error).message);
  } finally {
    saving.delete(file.id);
    changed();
  }
}

/** How far the saving of a file is, while it is; nothing otherwise. */
@customElement('parley-saving')
export class SavingBar extends LitElement {
  static override styles = sheet(css);
  @property({ attribute: false }) file!: FileRef;

  override connectedCallback(): void {
    super.connectedCallback();
    watching.add(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    watching.delete(this);
  }

  override render() {
    const going = saving.get(this.file.id);
    return going ? this.bar(going) : nothing;
  }

  private bar(going: Saving) {
    const { name } = this.file;
    const paused = going.state === 'paused';
    const button = (label: string, icon: IconNode, act: () => void) =>
      html`<button class="icon-button" aria-label=${label} title=${label} @click=${act}><parley-icon .icon=${icon}></parley-icon></button>`;
    return html`<div class="saving">
      <progress max="1" .value=${going.size ? going.done / going.size : 0} aria-label=${t('file.saving', { name })}></progress>
      <small>${paused || going.state === 'waiting' || going.speed === undefined
        ? t(paused ? 'upload.paused' : going.state === 'waiting' ? 'upload.waiting' : 'upload.of', { percent: percent(going), size: fileSize(going.size) })
        : pace(going)}</small>
      ${paused ? button(t('upload.resume', { name }), Play, () => going.resume()) : button(t('upload.pause', { name }), Pause, () => going.pause())}
      ${button(t('upload.cancel', { name }), X, () => going.cancel())}
    </div>`;
  }
}
