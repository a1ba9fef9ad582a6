/** The page's single store and emoji table, and how views follow them. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import emojiData from 'emoji-picker-element-data/en/emojibase/data.json?url';
import { Shortcodes } from './lib/shortcodes';
import { script } from './lib/trusted';
import { Connection, type ConnectionEvents, type Line } from './net/connection';
import { RemoteLine } from './net/remote-line';
import type { SocketLike } from './net/rpc';
import lineUrl from './worker/line?sharedworker&url';
import { memory } from './state/memory';
import { deviceKeeper } from './state/device-store';
import { Screen } from './state/screen';
import { Store } from './state/store';

function openSocket(): SocketLike {
  const url = new URL('/ws', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url) as unknown as SocketLike;
}

/**
 * One connection for all tabs, where there are shared workers and locks (HTTPS or localhost; not Chrome on Android); else, and
 * when this browser was told so (`localStorage['parley.line'] = '"own"'`, for tests that cut it), one for this page alone.
 */
function line(events: ConnectionEvents): Line {
  if (memory.line() !== 'own' && 'SharedWorker' in globalThis && navigator.locks) {
    const worker = new SharedWorker(script(lineUrl), { type: 'module', name: 'parley' });
    worker.onerror = () => {
      memory.setLine('own'); // of this tab
      location.reload();
    };
    return new RemoteLine(worker.port, events);
  }
  return new Connection(openSocket, events);
}

export const store = new Store(openSocket, deviceKeeper(), line);
export const screen = new Screen();
export const EMOJI_DATA = emojiData;
export const shortcodes = new Shortcodes(async () => {
  const response = await fetch(EMOJI_DATA);
  if (!response.ok) throw new Error(`emoji data: ${response.status}`);
  return response.json();
});

/** Renders its host again whenever the store, the screen or the emoji table changed. */
export class Follow implements ReactiveController {
  private stop: (() => void)[] = [];

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    const update = () => this.host.requestUpdate();
    this.stop = [store.subscribe(update), screen.subscribe(update), shortcodes.onLoad(update)];
  }

  hostDisconnected(): void {
    for (const stop of this.stop) stop();
  }
}
