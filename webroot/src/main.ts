import './styles/tokens.css';
import './views/icon';
import './views/avatar';
import './views/theme';
import './views/language';
import './views/toasts';
import './views/dialogs';
import './views/popups';
import './views/modal';
import './views/panel';
import './views/attachment';
import './views/media';
import './views/text-file';
import './views/viewer';
import './views/code';
import './views/message';
import './views/message-list';
import './views/composer';
import './views/room';
import './views/sidebar';
import './views/login';
import './views/link-bar';
import './views/shell';
import { store } from './app';
import { preferred, speak } from './i18n';
import { begin } from './installed';
import { aboveKeyboard } from './lib/keyboard';
import { memory } from './state/memory';
import { applyLook, applyTheme } from './views/theme';

applyTheme(memory.theme());
applyLook(memory.look());
await speak(memory.language() ?? preferred(navigator.languages));
store.comeBack();
// Only now: it would show itself in English first.
document.body.append(document.createElement('parley-app'));
begin();
if (visualViewport) aboveKeyboard(visualViewport, document.documentElement, () => scrollTo(0, 0));

for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel']) addEventListener(sign, () => store.absence.touched(), { capture: true, passive: true });
/** What another tab of this browser changed. */
async function elsewhere({ key }: StorageEvent): Promise<void> {
  if (key === 'parley.session') store.sessionElsewhere();
  else if (key === 'parley.theme') applyTheme(memory.theme());
  else if (key === 'parley.look') applyLook(memory.look());
  else if (key === 'parley.language') {
    await speak(memory.language() ?? preferred(navigator.languages));
    document.querySelector('parley-app')?.replaceWith(document.createElement('parley-app'));
  }
}
addEventListener('storage', (event) => void elsewhere(event));
addEventListener('online', () => store.networkBack());
addEventListener('offline', () => store.networkGone());
document.addEventListener('visibilitychange', () => (document.visibilityState === 'visible' ? store.networkBack() : store.keep()));
