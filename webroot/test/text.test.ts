import { describe, expect, test } from 'vitest';
import { codeBefore, COMMON, Shortcodes } from '../src/lib/shortcodes';
import { type Block, type Inline, isJumbo, markdown, plain } from '../src/lib/markdown';
import { hasUnknownCode, safeHref } from '../src/lib/text';

const codes = new Map(COMMON);
const emoji = (code: string) => codes.get(code);
const names = { emoji, mentions: [{ name: 'ann', self: true }, { name: 'Ann Keller', self: false }] };
const read = (text: string): Block[] => markdown(text, names);
const short = (part: Inline): unknown => (part.type === 'emoji' ? part.emoji : part.type === 'text' ? part.text : part.type === 'break' ? '\n' : part);
/** The parts of a text that is one paragraph. */
function of(text: string): unknown[] {
  const [only, ...more] = read(text);
  if (only?.type !== 'paragraph' || more.length) throw new Error(`not a paragraph: ${JSON.stringify([only, ...more])}`);
  return only.inside.map(short);
}
/** Everything that would be read, whatever it is shown as. */
function seen(part: Block | Inline): string {
  if ('text' in part) return part.text;
  if (part.type === 'list') return part.items.flatMap((item) => item.inside.map(seen)).join('');
  return 'inside' in part ? part.inside.map((inner) => seen(inner)).join('') : part.type === 'break' ? '\n' : '';
}

describe('shortcodes in received text', () => {
  test('the twenty common ones are there without loading anything', () => {
    expect(COMMON).toHaveLength(20);
    expect(of('go :rocket: go')).toEqual(['go ', '🚀', ' go']);
    expect(of(':ok_hand: *is* :100:')).toEqual(['👌', ' ', { type: 'em', inside: [{ type: 'text', text: 'is' }] }, ' ', '💯']);
  });
  test('unknown codes, times and code spans stay as they were typed', () => {
    expect(of('at 10:30:15 :nosuch:')).toEqual(['at 10:30:15 :nosuch:']);
    expect(of('`:rocket:`')).toEqual([{ type: 'code', text: ':rocket:' }]);
    expect(read('```\n:rocket:\n```')).toEqual([{ type: 'code', text: ':rocket:', language: '' }]);
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
    expect(isJumbo(read(':tada: :fire:'))).toBe(true);
    expect(isJumbo(read('👩‍💻'))).toBe(true);
    expect(isJumbo(read(':tada: yes'))).toBe(false);
    expect(isJumbo(read('12'))).toBe(false);
  });
});

describe('markdown', () => {
  test('bold, italic, struck through, and both in one', () => {
    expect(of('**a _b_** ~~c~~')).toEqual([
      { type: 'strong', inside: [{ type: 'text', text: 'a ' }, { type: 'em', inside: [{ type: 'text', text: 'b' }] }] },
      ' ', { type: 'del', inside: [{ type: 'text', text: 'c' }] },
    ]);
    expect(of('snake_case_name and 2*3*4')).toEqual(['snake_case_name and 2', { type: 'em', inside: [{ type: 'text', text: '3' }] }, '4']);
  });
  test('a line break is one, an empty line begins a paragraph', () => {
    expect(of('a\nb')).toEqual(['a', '\n', 'b']);
    expect(read('a\n\nb').map((part) => part.type)).toEqual(['paragraph', 'paragraph']);
  });
  test('quotes, lists with boxes, code with its language, tables', () => {
    expect(read('> said\n> before')).toEqual([{ type: 'quote', inside: [{ type: 'paragraph', inside: [{ type: 'text', text: 'said' }, { type: 'break' }, { type: 'text', text: 'before' }] }] }]);
    const [list] = read('3. c\n4. d');
    expect(list).toMatchObject({ type: 'list', start: 3, items: [{ checked: undefined }, { checked: undefined }] });
    expect(read('- [x] done\n- [ ] not')[0]).toMatchObject({ items: [{ checked: true }, { checked: false }] });
    expect(read('- [x] done')).toMatchObject([{ items: [{ inside: [{ inside: [{ type: 'text', text: 'done' }] }] }] }]);
    expect(read('```java\nint a;\n```')).toEqual([{ type: 'code', text: 'int a;', language: 'java' }]);
    expect(read('|a|b|\n|-|-:|\n|1|2|')[0]).toMatchObject({ type: 'table', align: [null, 'right'], rows: [[[{ text: '1' }], [{ text: '2' }]]] });
  });
  test('what documents do and chats do not: indented code, underlined headlines, definitions, tags', () => {
    expect(of('    deep')).toEqual(['    deep']);
    expect(read('yes\n---')[0]).toMatchObject({ type: 'paragraph' });
    expect(of('[a]: b')).toEqual(['[a]: b']);
    expect(of('<b onclick=x>hi</b> <script>1</script>').join('')).toBe('<b onclick=x>hi</b> <script>1</script>');
    expect(of('a < b && c &amp; d').join('')).toBe('a < b && c &amp; d');
  });
  test('a mention is the longest name behind an @ that begins a word', () => {
    expect(of('@Ann Keller, ask @ANN')).toEqual([{ type: 'mention', name: 'Ann Keller', self: false }, ', ask ', { type: 'mention', name: 'ann', self: true }]);
    expect(of('mail@ann.example and x@ann')).toMatchObject([{ type: 'link', href: 'mailto:mail@ann.example' }, ' and x@ann']);
    expect(of('@nobody here')).toEqual(['@nobody here']);
    expect(of('`@ann`')).toEqual([{ type: 'code', text: '@ann' }]);
  });
  test('a preview is one line without the marks', () => {
    expect(plain('> **a**\n`b` c')).toBe('a b c');
  });
});

describe('links', () => {
  test('http, https and mailto only, whatever a text calls them', () => {
    expect(safeHref('javascript:alert(1)')).toBeUndefined();
    expect(safeHref('data:text/html,x')).toBeUndefined();
    expect(of('javascript:alert(1) data:text/html,x')).toEqual(['javascript:alert(1) data:text/html,x']);
    for (const hostile of ['[a](javascript:alert(1))', '[a](JaVaScRiPt:alert(1))', '[a](data:text/html,x)', '[a](/files/x)', '[a](//evil.example)', '[a]( vbscript:x)']) {
      expect(JSON.stringify(read(hostile)), hostile).not.toContain('"link"');
    }
    expect(of('mail mailto:a@example.org')[1]).toMatchObject({ type: 'link', href: 'mailto:a@example.org' });
    expect(of('[the *page*](https://example.org)')[0]).toMatchObject({ type: 'link', href: 'https://example.org/' });
  });
  test('a picture elsewhere is a link, and fetches nothing', () => {
    expect(of('![cat](https://example.org/cat.png)')).toEqual([{ type: 'link', href: 'https://example.org/cat.png', inside: [{ type: 'text', text: 'cat' }] }]);
  });
  test('a sentence keeps its full stop and its brackets', () => {
    expect(of('(see https://example.org/a_(b)).')).toEqual([
      '(see ', { type: 'link', href: 'https://example.org/a_(b)', inside: [{ type: 'text', text: 'https://example.org/a_(b)' }] }, ').',
    ]);
  });
});

describe('hostile input', () => {
  test.each([
    ['colons', ':'.repeat(8000)], ['back ticks', '`'.repeat(8000)], ['schemes', 'https://'.repeat(1000)], ['brackets', '['.repeat(8000)],
    ['codes', ':a'.repeat(4000)], ['quotes in quotes', '>'.repeat(8000)], ['quotes with spaces', '> '.repeat(4000)], ['numbers', '1. '.repeat(2600)],
    ['stars', '*a'.repeat(4000)], ['lists in lists', Array.from({ length: 120 }, (_, i) => `${' '.repeat(i * 2)}- x`).join('\n')],
    ['links in links', '[a]('.repeat(2000)], ['mentions', '@'.repeat(8000)], ['emphasis in emphasis', '*_'.repeat(2000) + 'a' + '_*'.repeat(2000)],
  ])('%s are read to the end, and what was typed is there', (_, text) => {
    const content = read(text);
    const shown = content.map(seen).join('').replace(/\s/g, '');
    expect(content.length).toBeGreaterThan(0);
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.length).toBeLessThanOrEqual(text.replace(/\s/g, '').length);
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
