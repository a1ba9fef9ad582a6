const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

let lastTime = -1;
let lastRandom: number[] = [];

/** A ULID; those made within one millisecond still ascend. */
export function ulid(now: number = Date.now()): string {
  if (now > lastTime) {
    lastTime = now;
    lastRandom = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte & 31);
  } else {
    for (let i = 15; i >= 0 && ++lastRandom[i]! > 31; i--) lastRandom[i] = 0;
  }
  let time = '';
  for (let rest = lastTime, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = ALPHABET[rest % 32]! + time;
  return time + lastRandom.map((value) => ALPHABET[value]!).join('');
}
