import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Absence } from '../src/state/absence';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('nobody touches the page: away until somebody does, also on a new connection', () => {
  const told: boolean[] = [];
  const absence = new Absence(600_000, (away) => told.push(away));
  vi.advanceTimersByTime(500_000);
  absence.touched();
  absence.connected();
  vi.advanceTimersByTime(500_000);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(100_000);
  absence.connected();
  expect(told).toEqual([true, true]);
  absence.touched();
  absence.touched();
  expect(told).toEqual([true, true, false]);
  vi.advanceTimersByTime(600_000);
  expect(told.at(-1)).toBe(true);
});
