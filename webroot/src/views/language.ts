import { html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Languages } from 'lucide';
import { LANGUAGES, language, speak, t, type Language } from '../i18n';
import { memory } from '../state/memory';
import { sheet } from '../styles/sheet';
import css from './language.css?inline';

/** Which language the pages speak; the choice draws the whole page anew. */
@customElement('parley-language')
export class LanguageChoice extends LitElement {
  static override styles = sheet(css);

  private async choose(event: Event): Promise<void> {
    const chosen = (event.target as HTMLSelectElement).value as Language;
    memory.setLanguage(chosen);
    await speak(chosen);
    document.querySelector('parley-app')?.replaceWith(document.createElement('parley-app'));
  }

  override render() {
    return html`<label>
      <parley-icon .icon=${Languages}></parley-icon>
      <select aria-label=${t('language.label')} @change=${this.choose}>
        ${Object.entries(LANGUAGES).map(([code, name]) => html`<option value=${code} lang=${code} ?selected=${code === language()}>${name}</option>`)}
      </select>
    </label>`;
  }
}
