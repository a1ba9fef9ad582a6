import { describe, expect, test } from 'vitest';
import { codeBefore, COMMON, Shortcodes } from '../src/lib/shortcodes';
import { hasUnknownCode, isJumbo, parse, safeHref } from '../src/lib/text';

const codes = new Map(COMMON);
const emoji = (code: string) => codes.get(code);
const of = (text: string) => parse(text, emoji).map((part) => (part.type === 'emoji' ? part.emoji : part.type === 'text' ? part.text : part));

describe('shortcodes in received text', () => {
  test('the twenty common ones are there without loading anything', () => {
    expect(COMMON).toHaveLength(20);
    expect(of('go :rocket: go')).toEqual(['go ', '🚀', ' go']);
  });
  test('unknown codes, times and code spans stay as they were typed', () => {
    expect(of('at 10:30:15 :nosuch:')).toEqual(['at 10:30:15 :nosuch:']);
    expect(of('`:rocket:`')).toEqual([{ type: 'code', text: ':rocket:' }]);
    expect(of('```\n:rocket:\n```')).toEqual([{ type: 'block', text: ':rocket:' }]);
  });
  test('an unknown code does not swallow the colon of the next one', () => {
    expect(of(':nosuch:fire:')).toEqual([':nosuch', '🔥']);
  });
  test('an unclosed code span is text', () => {
    expect(of('a ` b :fire:')).toEqual(['a ` b ', '🔥']);
  });
  test('a code that is not known yet is a reason to load the rest', () => {
    expect(hasUnknownCode('see :octopus:', emoji)).toBe(true);
    expect(hasUnknownCode('see :rocket: at 10:30:15', emoji)).toBe(false);
  });
  test('up to three emoji alone are shown large', () => {
    expect(isJumbo(parse(':tada: :fire:', emoji))).toBe(true);
    expect(isJumbo(parse('👩‍💻', emoji))).toBe(true);
    expect(isJumbo(parse(':tada: yes', emoji))).toBe(false);
    expect(isJumbo(parse('12', emoji))).toBe(false);
  });
});

describe('links', () => {
  test('http, https and mailto only', () => {
    expect(safeHref('javascript:alert(1)')).toBeUndefined();
    expect(safeHref('data:text/html,x')).toBeUndefined();
    expect(of('javascript:alert(1) data:text/html,x')).toEqual(['javascript:alert(1) data:text/html,x']);
    expect(of('mail mailto:a@example.org')).toEqual(['mail ', { type: 'link', href: 'mailto:a@example.org', text: 'mailto:a@example.org' }]);
  });
  test('a sentence keeps its full stop and its brackets', () => {
    expect(of('(see https://example.org/a_(b)).')).toEqual([
      '(see ', { type: 'link', href: 'https://example.org/a_(b)', text: 'https://example.org/a_(b)' }, ').',
    ]);
  });
  test('long hostile input takes no long time', () => {
    const start = performance.now();
    for (const text of [':'.repeat(8000), '`'.repeat(8000), 'https://'.repeat(1000), ')'.repeat(8000), ':a'.repeat(4000), `https://a${'('.repeat(3000)}${')'.repeat(3000)}`]) parse(text, emoji);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('completion', () => {
  test('begins at a colon after a space, with two letters', () => {
    expect(codeBefore('to the :ro', 10)).toEqual({ from: 7, typed: 'ro' });
    expect(codeBefore('10:30', 5)).toBeUndefined();
    expect(codeBefore(':r', 2)).toBeUndefined();
  });
  test('beginnings come before the rest, and all codes after loading', async () => {
    const table = new Shortcodes(async () => [{ emoji: '🧨', shortcodes: ['firecracker'] }, { emoji: '👩‍🚒', shortcodes: ['woman_firefighter'] }]);
    expect(table.suggest('fire').map(({ code }) => code)).toEqual(['fire']);
    await table.load();
    expect(table.suggest('fire').map(({ code }) => code)).toEqual(['fire', 'firecracker', 'woman_firefighter']);
  });
  test('a failed load is tried again', async () => {
    let calls = 0;
    const table = new Shortcodes(async () => {
      if (++calls === 1) throw new Error('offline');
      return [];
    });
    await table.load();
    expect(table.complete).toBe(false);
    await table.load();
    expect(table.complete).toBe(true);
  });
});
