import './styles/tokens.css';
import './views/icon';
import './views/avatar';
import './views/theme';
import './views/toasts';
import './views/attachment';
import './views/viewer';
import './views/message';
import './views/message-list';
import './views/composer';
import './views/room';
import './views/sidebar';
import './views/login';
import './views/link-bar';
import './views/shell';
import { store } from './app';
import { memory } from './state/memory';
import { applyTheme } from './views/theme';

applyTheme(memory.theme());
store.comeBack();

addEventListener('online', () => store.networkBack());
addEventListener('offline', () => store.networkGone());
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && store.networkBack());
