/** A line between a browser and the server that can be thin, or cut: a proxy of its own. */
import { connect, createServer } from 'node:net';

/** Everything passes until it is said otherwise. */
export async function lineTo(url) {
  const { hostname, port } = new globalThis.URL(url);
  const ends = new Set();
  let rate = Infinity; // bytes a second, each way of each connection
  let whole = true;
  const pass = (from, to) => {
    from.on('data', (bytes) => {
      to.write(bytes);
      from.pause();
      setTimeout(() => from.resume(), Math.ceil((bytes.length / rate) * 1000));
    });
    from.on('error', () => undefined).on('close', () => (ends.delete(from), to.destroy()));
  };
  const proxy = createServer((near) => {
    if (!whole) return near.destroy();
    const far = connect(Number(port), hostname);
    ends.add(near).add(far);
    pass(near, far);
    pass(far, near);
  });
  await new Promise((listening) => proxy.listen(0, '127.0.0.1', listening));
  const cut = () => {
    whole = false;
    for (const end of ends) end.destroy();
  };
  return {
    url: `http://127.0.0.1:${proxy.address().port}`,
    thin: (bytesPerSecond) => (rate = bytesPerSecond),
    cut,
    mend() {
      whole = true;
      rate = Infinity;
    },
    close: () => (cut(), new Promise((closed) => proxy.close(closed))),
  };
}
