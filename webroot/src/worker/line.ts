/** The SharedWorker that owns the connection of all tabs. It ends with the last of them. */
import { SharedLine } from '../net/shared-line';
import type { SocketLike } from '../net/rpc';

const url = new URL('/ws', location.href);
url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';

const line = new SharedLine(
  () => new WebSocket(url) as unknown as SocketLike,
  (lock, then) => void navigator.locks.request(lock, then),
);
(self as unknown as { onconnect(event: MessageEvent): void }).onconnect = ({ ports: [port] }) => line.join(port!);
