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
import { memory } from './state/memory';
import { applyLook, applyTheme } from './views/theme';

applyTheme(memory.theme());
applyLook(memory.look());
await speak(memory.language() ?? preferred(navigator.languages));
store.comeBack();
// Only now: it would show itself in English first.
document.body.append(document.createElement('parley-app'));

for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel']) addEventListener(sign, () => store.absence.touched(), { capture: true, passive: true });
addEventListener('online', () => store.networkBack());
addEventListener('offline', () => store.networkGone());
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && store.networkBack());
