import { type Bytes, concat, isZero, Malformed, Reader, Writer, zeros } from './bytes';

/** The most that a message says, in bytes. */
export const MOST_CONTENT = 40_000;
/** The most abandoned indices that a chain names before a new one begins. */
export const MOST_ABANDONED = 500;
const STEP = 64;

/** Plaintext in steps of 64 bytes, with the indices that were abandoned since the chain began. */
export function pad(abandoned: number[], content: Bytes): Bytes {
  if (content.length > MOST_CONTENT) throw new RangeError(`a message holds at most ${MOST_CONTENT} bytes`);
  const to = new Writer().u16(abandoned.length);
  for (const index of abandoned) to.u32(index);
  const plain = to.bytes32(content).done();
  return concat(plain, zeros(-plain.length & (STEP - 1)));
}

export function unpad(plain: Bytes): { abandoned: number[]; content: Bytes } {
  const r = new Reader(plain, 65_535);
  const count = r.u16();
  if (count > MOST_ABANDONED) throw new Malformed(`more than ${MOST_ABANDONED} abandoned indices`);
  const abandoned = Array.from({ length: count }, r.u32);
  const content = r.bytes32();
  const padding = plain.subarray(r.position);
  if (content.length > MOST_CONTENT || plain.length % STEP !== 0 || padding.length >= STEP || !isZero(padding)) {
    throw new Malformed('the padding is wrong');
  }
  return { abandoned, content };
}
