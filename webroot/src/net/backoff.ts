const FIRST = 500;
const MOST = 30_000;

/** Milliseconds to wait before the given attempt (0 is the first): doubling, half of it random, so that a crowd spreads out. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(MOST, FIRST * 2 ** Math.min(attempt, 10));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}
