import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LANGUAGES, type Language, preferred, speak, t } from '../src/i18n';
import { ar } from '../src/i18n/ar';
import { de } from '../src/i18n/de';
import { en, type Catalogue, type Key } from '../src/i18n/en';
import { refusal } from '../src/i18n/refusals';
import { vi } from '../src/i18n/vi';

const catalogues: Record<Language, Catalogue> = { en, de, vi, ar };
const holes = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const forms = (entry: Catalogue[Key]): string[] => (typeof entry === 'string' ? [entry] : Object.values(entry));

afterEach(() => speak('en'));

describe.each(Object.keys(LANGUAGES) as Language[])('the catalogue %s', (language) => {
  const catalogue = catalogues[language];
  const keys = Object.keys(en) as Key[];

  it('has every key, and nothing else', () => {
    expect(Object.keys(catalogue).sort()).toEqual([...keys].sort());
  });

  it('has every plural form that the language knows', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const key of keys) {
      const entry = catalogue[key];
      if (typeof entry === 'string') continue;
      expect(Object.keys(entry), key).toEqual(expect.arrayContaining(categories));
    }
  });

  it('fills the same values into every sentence as English does', () => {
    for (const key of keys) {
      const wanted = holes(forms(en[key]).join(' '));
      for (const form of forms(catalogue[key])) {
        // A form such as "one" may say its number in words, a refusal in its own what the server says in English; what
        // stands for anything is not said.
        const missing = wanted.filter((hole) => !['{count}', '{said}', '{any}'].includes(hole) && !form.includes(hole));
        expect(missing, `${key}: ${form}`).toEqual([]);
        expect(wanted, `${key}: ${form}`).toEqual(expect.arrayContaining(holes(form)));
      }
    }
  });

  it('says something everywhere', () => {
    for (const key of keys) for (const form of forms(catalogue[key])) expect(form.trim(), key).not.toBe('');
  });
});

describe('a string', () => {
  it('takes the plural form of its language', async () => {
    await speak('ar');
    expect(t('list.fresh', { count: 2 })).toBe('رسالتان جديدتان');
    await speak('de');
    expect(t('list.fresh', { count: 1200 })).toBe('1.200 neue Nachrichten');
  });

  it('leaves what looks like a hole in a value alone', () => {
    expect(t('file.saved', { name: '{count}$&.txt' })).toBe('{count}$&.txt is saved.');
  });
});

describe('the language', () => {
  it('is the first one of ours that the browser asks for', () => {
    expect(preferred(['fr-CH', 'de-AT', 'en'])).toBe('de');
    expect(preferred(['zh'])).toBe('en');
  });
});

describe('a refusal of the server', () => {
  it('is said in the language of the person, with its numbers and names', async () => {
    await speak('de');
    expect(refusal('NAME_TAKEN', 'The name ann is taken. Please choose another.')).toBe('Der Name ann ist vergeben. Bitte wähle einen anderen.');
    expect(refusal('TOO_LARGE', 'A message has at most 8000 characters, this one has 12345.')).toBe('Eine Nachricht hat höchstens 8.000 Zeichen, diese hat 12.345.');
    expect(refusal('FORBIDDEN', 'You cannot ban bob the 2nd, who is a moderator of the lobby.')).toBe('bob the 2nd hat in Lobby keine geringere Rolle als du.');
    await speak('vi');
    expect(refusal('BANNED', 'You were banned from 2026. A moderator there can undo that.')).toContain('vào 2026.');
  });

  it('is told by its name where nobody translated it, with the particulars where they matter; in English it stays', async () => {
    const said = 'A message has at most so many stars.';
    await speak('de');
    expect(refusal('TOO_LARGE', said)).toBe(`Das ist zu groß: ${said}`);
    expect(refusal('USER_GONE', said)).toBe('Diese Person ist nicht mehr da und kann keine Nachrichten bekommen.');
    expect(refusal('NEWER_THAN_THIS_PAGE', said)).toBe(said);
    expect(refusal(undefined, said)).toBe(said);
    await speak('en');
    expect(refusal('NO_SUCH_FILE', 'There is no such file.')).toBe('There is no such file.');
  });

  it('is one that the server makes', () => {
    const sources = join(import.meta.dirname, '../../src/main/java/chat/parley');
    const server = readdirSync(sources, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.java')).map((name) => readFileSync(join(sources, name), 'utf8')).join('\n')
      .replace(/"\s*\+\s*"/g, '');
    const missing = Object.entries(en).flatMap(([key, text]) => (key.startsWith('refusal.') && typeof text === 'string'
      // What stands between the values, and between the words that are chosen there, is in the source.
      ? text.split(/\{\w+\}|(?<=you have to be )|(?= of \{)|(?= has at most )/).map((part) => part.trim()).filter((part) => !server.includes(part)).map((part) => `${key}: ${part}`)
      : []));
    expect(missing).toEqual([]);
  });
});
