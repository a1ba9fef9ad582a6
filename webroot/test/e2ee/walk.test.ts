import { describe, test } from 'vitest';
import { walk } from './walk';

// 30 in the suite; E2EE_WALKS=500 for a long one, E2EE_SEED for where it begins.
const runs = Number(process.env['E2EE_WALKS'] ?? 30);
const first = Number(process.env['E2EE_SEED'] ?? 1);

describe('everybody who should read reads everything, and nobody else reads anything', () => {
  test.each(Array.from({ length: runs }, (_, i) => first + i))('walk %i', async (seed) => walk(seed), 120_000);
});
