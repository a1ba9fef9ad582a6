import { expect, test } from 'vitest';
import { markdown } from '../src/lib/markdown';

const LONGEST = 8000;
const names = { emoji: () => undefined, mentions: [{ name: 'ann', self: true }] };

/** Texts that are shown again at each visit: one that holds up or breaks the page would do so for ever. */
const poison: Record<string, string> = {
  'quotes in quotes': '>'.repeat(LONGEST),
  'lists in lists': '- '.repeat(LONGEST / 2),
  'numbered lists in lists': '1. '.repeat(LONGEST / 3),
  'open brackets': '['.repeat(LONGEST),
  'links in links': '[a]('.repeat(LONGEST / 4),
  'pictures in pictures': '![a]('.repeat(LONGEST / 5),
  'stars': '*'.repeat(LONGEST),
  'open emphasis': '*a '.repeat(LONGEST / 3),
  'emphasis of both kinds': '*a_ '.repeat(LONGEST / 4),
  'open strong and struck through': '**a~~b '.repeat(LONGEST / 7),
  'backticks': '`'.repeat(LONGEST),
  'backticks of growing length': Array.from({ length: 120 }, (_, i) => '`'.repeat(i + 1)).join(' '),
  'open code fences': '```\n'.repeat(LONGEST / 4),
  'a table of nothing': `|a|\n|-|\n${'|\n'.repeat(LONGEST / 3)}`,
  'cells': `${'|a'.repeat(LONGEST / 5)}|\n${'|-'.repeat(LONGEST / 5)}|\n`,
  'spaces': `a${' '.repeat(LONGEST - 2)}b`,
  'lines': '\n'.repeat(LONGEST),
  'backslashes': '\\'.repeat(LONGEST),
  'entities': '&#x41;'.repeat(LONGEST / 6),
  'addresses': 'http://'.repeat(LONGEST / 7),
  'mail addresses': `${'a'.repeat(LONGEST - 2)}@a`,
  'ats': '@'.repeat(LONGEST),
  'mentions': '@ann '.repeat(LONGEST / 5),
  'colons': ':'.repeat(LONGEST),
  'tags': '<a '.repeat(LONGEST / 3),
  'half a surrogate pair': '\ud83d'.repeat(LONGEST),
  'joiners': '👩\u200d'.repeat(LONGEST / 3),
  'marks on one letter': `a${'\u0301'.repeat(LONGEST - 1)}`,
};

test.each(Object.entries(poison))('a message of %s is read, in bounded work', (_, text) => {
  expect(Array.isArray(markdown(text, names))).toBe(true);
});
