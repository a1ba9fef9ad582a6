import type { Bytes } from './bytes';
import { kdf } from './primitives';

/** How far ahead of what was opened last an index may be. */
export const FURTHEST_SKIP = 10_000;

export const messageKey = (chain: Bytes, chainKey: Bytes) => kdf(chain, chainKey, 'parley/1 message key', 44);
export const nextChainKey = (chain: Bytes, chainKey: Bytes) => kdf(chain, chainKey, 'parley/1 chain key', 32);

/** The chain key {@link steps} after {@link chainKey}. */
export function stepped(chain: Bytes, chainKey: Bytes, steps: number): Bytes {
  let key = chainKey;
  for (let i = 0; i < steps; i++) key = nextChainKey(chain, key);
  return key;
}
