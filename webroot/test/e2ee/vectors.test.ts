import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ours } from './vector-inputs';
import { type Case, make, read } from './vectors';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../src/test/resources/e2ee');
const NAMES = ['typescript', 'java'];
const load = (name: string): Case[] => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')).cases;

/** E2EE_WRITE=1 writes the file anew, after a change of the inputs. */
if (process.env['E2EE_WRITE']) {
  const { madeBy, cases } = await ours();
  const lines = cases.map((one) => `  ${JSON.stringify(one)}`).join(',\n');
  writeFileSync(join(folder, 'typescript.json'), `{"madeBy": ${JSON.stringify(madeBy)}, "cases": [\n${lines}\n]}\n`);
}

describe.each(NAMES.filter((name) => existsSync(join(folder, `${name}.json`))))('vectors made by %s', (name) => {
  const cases = load(name);

  test.each(cases.map((one) => [`${one.kind}: ${one.name}`, one] as const))('%s', async (_name, one) => {
    expect(make[one.kind] ?? read[one.kind], 'a kind that is known').toBeDefined();
    if (one.kind !== 'delivery') expect(await make[one.kind]!(one.in)).toEqual(one.out);
    await read[one.kind]?.(one.in, one.out);
  });

  test('cover every kind', () => {
    expect([...new Set(cases.map(({ kind }) => kind))].sort()).toEqual([...Object.keys(make), 'delivery'].sort());
  });
});

test('the file that bears our name is what we make', async () => {
  const inputs = (cases: Case[]) => cases.map(({ kind, name, in: input }) => ({ kind, name, input }));
  expect(inputs(load('typescript'))).toEqual(inputs((await ours()).cases));
});
