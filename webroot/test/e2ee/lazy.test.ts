import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const src = join(dirname(fileURLToPath(import.meta.url)), '../../src');

const fileOf = (path: string) => (existsSync(`${path}.ts`) ? `${path}.ts` : join(path, 'index.ts'));

/** Everything that a module brings along at once; what it loads later, and types, do not count. */
function reached(from: string, seen = new Set<string>()): Set<string> {
  if (seen.has(from)) return seen;
  seen.add(from);
  const text = readFileSync(from, 'utf8');
  for (const [, clause, name] of text.matchAll(/^(?:import|export)\s+([^;'"]*?from\s+)?['"]([^'"]+)['"]/gm)) {
    if (clause?.startsWith('type ')) continue;
    if (!name!.startsWith('.')) seen.add(name!);
    else if (!/\.css|\?/.test(name!)) reached(fileOf(resolve(dirname(from), name!)), seen);
  }
  return seen;
}

test('the page starts without the code of sealed rooms', () => {
  const all = [...reached(join(src, 'main.ts'))].map((name) => (name.startsWith('/') ? relative(src, name) : name));
  expect(all).toContain('state/store.ts');
  expect(all.filter((name) => name.startsWith('e2ee/') || /^@(hpke|noble|scure)\//.test(name))).toEqual([]);
});

test('what a page calls the keys with is small: the engine is in the worker', () => {
  const all = [...reached(join(src, 'e2ee/keys.ts'))].map((name) => (name.startsWith('/') ? relative(src, name) : name));
  expect(all).toEqual(['e2ee/keys.ts']);
});
