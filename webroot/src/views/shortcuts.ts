import { html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';
import { type Key, t } from '../i18n';
import { formSheet } from '../styles/sheet';
import css from './shortcuts.css?inline';

const ROWS: readonly [Key, string[][]][] = [
  ['shortcuts.switch', [['Ctrl', 'K']]],
  ['shortcuts.search', [['Ctrl', 'Shift', 'F']]],
  ['shortcuts.next', [['Alt', '↓'], ['Alt', '↑']]],
  ['shortcuts.newLine', [['Shift', 'Enter']]],
  ['shortcuts.editLast', [['↑']]],
  ['shortcuts.messages', [['↑'], ['↓']]],
  ['shortcuts.onMessage', [['+'], ['R'], ['E'], ['P'], ['Delete']]],
  ['shortcuts.escape', [['Esc']]],
  ['shortcuts.help', [['?']]],
];

/** What the keyboard can do. */
@customElement('parley-shortcuts')
export class Shortcuts extends LitElement {
  static override styles = formSheet(css);

  override render() {
    return html`<parley-modal .heading=${t('shortcuts.title')}>
      <dl>${ROWS.map(([key, ways]) => html`<div><dt>${t(key)}</dt><dd>${ways.map((keys) => html`<span>${keys.map((name) => html`<kbd>${name}</kbd>`)}</span>`)}</dd></div>`)}</dl>
    </parley-modal>`;
  }
}
