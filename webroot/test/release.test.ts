import { expect, test, vi } from 'vitest';
import { Release } from '../src/state/release';

test('another build at the server is told once', async () => {
  const theirs = vi.fn().mockResolvedValueOnce('a1').mockResolvedValue('b2');
  const release = new Release('a1', theirs);
  const told = vi.fn();
  release.subscribe(told);
  await release.check();
  expect([release.outdated, told.mock.calls.length]).toEqual([false, 0]);
  await Promise.all([release.check(), release.check()]);
  await release.check();
  expect([release.outdated, told.mock.calls.length, theirs.mock.calls.length]).toEqual([true, 1, 2]);
});

test('a server that does not answer, or a page without a build, is no new version', async () => {
  const lost = new Release('a1', () => Promise.reject(new Error('gone')));
  await lost.check();
  const unbuilt = new Release('', () => Promise.resolve('b2'));
  await unbuilt.check();
  expect([lost.outdated, unbuilt.outdated]).toEqual([false, false]);
});
