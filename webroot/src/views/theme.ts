import { html, LitElement } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Monitor, Moon, Sun } from 'lucide';
import { t } from '../i18n';
import { type Look, memory, type Theme } from '../state/memory';
import { sheet } from '../styles/sheet';
import css from './theme.css?inline';

/** Puts the chosen theme on the page; without a choice the system decides. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** Puts accent, contrast and density on the page. */
export function applyLook({ accent, contrast, density }: Look): void {
  const { dataset } = document.documentElement;
  if (accent === 'pine') delete dataset['accent'];
  else dataset['accent'] = accent;
  if (contrast === 'system') delete dataset['contrast'];
  else dataset['contrast'] = contrast;
  if (density === 'roomy') delete dataset['density'];
  else dataset['density'] = density;
}

const CHOICES = [
  { theme: 'system', icon: Monitor },
  { theme: 'light', icon: Sun },
  { theme: 'dark', icon: Moon },
] as const;

@customElement('parley-theme')
export class ThemeSwitch extends LitElement {
  static override styles = sheet(css);
  @state() private theme: Theme = memory.theme();

  private choose(theme: Theme): void {
    this.theme = theme;
    memory.setTheme(theme);
    applyTheme(theme);
  }

  override render() {
    return html`<div role="radiogroup" aria-label=${t('theme.label')}>
      ${CHOICES.map(({ theme, icon }) => html`
        <label title=${t(`theme.${theme}`)}>
          <input type="radio" name="theme" .checked=${this.theme === theme} @change=${() => this.choose(theme)} />
          <parley-icon .icon=${icon}></parley-icon><span>${t(`theme.${theme}`)}</span>
        </label>`)}
    </div>`;
  }
}
