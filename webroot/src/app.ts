/** The page's single store and emoji table, and how views follow them. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import emojiData from 'emoji-picker-element-data/en/emojibase/data.json?url';
import { Shortcodes } from './lib/shortcodes';
import type { SocketLike } from './net/rpc';
import { deviceKeeper } from './state/device-store';
import { Screen } from './state/screen';
import { Store } from './state/store';

function openSocket(): SocketLike {
  const url = new URL('/ws', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url) as unknown as SocketLike;
}

export const store = new Store(openSocket, deviceKeeper());
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
