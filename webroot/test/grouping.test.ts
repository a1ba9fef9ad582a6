import { expect, test } from 'vitest';
import { dayName, fileSize, initials } from '../src/lib/format';
import { rows } from '../src/lib/grouping';
import { ulid } from '../src/lib/ulid';

const noon = new Date(2026, 4, 4, 12).getTime();
const at = (minutes: number, who = 'ann') => ({ id: `${minutes}-${who}`, time: noon + minutes * 60_000, sender: { id: who, name: who } });
const shape = (items: ReturnType<typeof at>[]) => rows(items).map((row) => (row.type === 'message' ? `${row.first ? '+' : ' '}${row.item.sender.id}` : row.type));

test('one head for what one person says in a row', () => {
  expect(shape([at(0), at(1), at(2, 'bob'), at(3)])).toEqual(['day', '+ann', ' ann', '+bob', '+ann']);
});
test('a pause of five minutes and a new day begin a new group', () => {
  expect(shape([at(0), at(6), at(60 * 24)])).toEqual(['day', '+ann', '+ann', 'day', '+ann']);
});
test('two people of one name are two', () => {
  const second = { ...at(1), sender: { id: 'other', name: 'ann' } };
  expect(shape([at(0), second])).toEqual(['day', '+ann', '+other']);
});
test('the line above what is new stands once', () => {
  expect(rows([at(0), at(1), at(2)], (item) => item.time > noon).map((row) => row.type)).toEqual(['day', 'message', 'new', 'message', 'message']);
});
test('days have names', () => {
  expect(dayName(noon, noon)).toBe('Today');
  expect(dayName(noon - 86_400_000, noon)).toBe('Yesterday');
});
test('sizes and initials', () => {
  expect([fileSize(1), fileSize(999), fileSize(284_160), fileSize(3_400_000), fileSize(999_999)]).toEqual(['1 byte', '999 bytes', '284 kB', '3.4 MB', '1 MB']);
  expect([initials('Mira Okafor'), initials('jonas'), initials('<b>'), initials('🦊'), initials('_._')]).toEqual(['MO', 'J', 'B', '🦊', '_']);
});
test('ids ascend and are ULIDs', () => {
  const ids = Array.from({ length: 200 }, () => ulid());
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(200);
  for (const id of ids) expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
});
