/** One of the existing TCP clients, as far as a test needs it: Fernet tokens behind a four-byte length. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { connect } from 'node:net';

// The key that those clients ship with; it is published.
const KEY = Buffer.from(process.env.PARLEY_LEGACY_KEY ?? 'BAim6q38GF8ecFfoPYT23o8e6QQ003MZifgpn8uLFWY=', 'base64url');
const padded = (bytes) => bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
const sign = (bytes) => createHmac('sha256', KEY.subarray(0, 16)).update(bytes).digest();

export function encrypt(text) {
  const head = Buffer.alloc(9);
  head[0] = 0x80;
  head.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000)), 1);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', KEY.subarray(16), iv);
  const body = Buffer.concat([head, iv, cipher.update(text, 'utf8'), cipher.final()]);
  return padded(Buffer.concat([body, sign(body)]));
}

export function decrypt(token) {
  const bytes = Buffer.from(token, 'base64url');
  const body = bytes.subarray(0, -32);
  if (!sign(body).equals(bytes.subarray(-32))) throw new Error('a token under another key');
  const cipher = createDecipheriv('aes-128-cbc', KEY.subarray(16), body.subarray(9, 25));
  return Buffer.concat([cipher.update(body.subarray(25)), cipher.final()]).toString('utf8');
}

const clock = () => new Date().toTimeString().slice(0, 8);

export class LegacyClient {
  received = [];
  waiting = [];
  buffer = Buffer.alloc(0);

  static async login(port, name) {
    const client = new LegacyClient();
    client.name = name;
    client.socket = connect(port, '127.0.0.1');
    client.socket.on('data', (data) => client.read(data));
    client.socket.on('error', () => undefined);
    await new Promise((resolve, reject) => client.socket.once('connect', resolve).once('error', reject));
    client.send({ type: 'system', message: 'login_request' });
    await client.expect((frame) => frame.type === 'system' && frame.message.startsWith('user_list:'));
    return client;
  }

  send(fields) {
    const token = Buffer.from(encrypt(JSON.stringify({ sender: this.name, timestamp: clock(), ...fields })));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(token.length);
    this.socket.write(Buffer.concat([length, token]));
  }

  /** The first frame, received already or still to come, that is meant. */
  expect(meant, milliseconds = 10_000) {
    const known = this.received.find(meant);
    if (known) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not received: ${meant}; but ${JSON.stringify(this.received)}`)), milliseconds);
      this.waiting.push({ meant, resolve: (frame) => (clearTimeout(timer), resolve(frame)) });
    });
  }

  close() {
    this.socket.destroy();
  }

  read(data) {
    this.buffer = Buffer.concat([this.buffer, data]);
    while (this.buffer.length >= 4 && this.buffer.length >= 4 + this.buffer.readUInt32BE()) {
      const length = this.buffer.readUInt32BE();
      const frame = JSON.parse(decrypt(this.buffer.subarray(4, 4 + length).toString('latin1')));
      this.buffer = this.buffer.subarray(4 + length);
      this.received.push(frame);
      this.waiting = this.waiting.filter(({ meant, resolve }) => !meant(frame) || resolve(frame));
    }
  }
}
