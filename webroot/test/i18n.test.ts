import { afterEach, describe, expect, it } from 'vitest';
import { LANGUAGES, type Language, preferred, refusal, speak, t } from '../src/i18n';
import { ar } from '../src/i18n/ar';
import { de } from '../src/i18n/de';
import { en, type Catalogue, type Key } from '../src/i18n/en';
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
        // A form such as "one" may say its number in words.
        // A refusal may say in its own words what the server says in English.
        const missing = wanted.filter((hole) => hole !== '{count}' && hole !== '{said}' && !form.includes(hole));
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

describe('a refusal of the server', () => {
  it('is said in the language of the person, with the particulars where they matter', async () => {
    const said = 'A message has at most 8000 characters.';
    expect(refusal('TOO_LARGE', said)).toBe(said);
    await speak('de');
    expect(refusal('TOO_LARGE', said)).toBe(`Das ist zu groß: ${said}`);
    expect(refusal('NO_SUCH_ROOM', 'There is no such room.')).toBe('Diesen Raum gibt es nicht, oder er ist nicht für dich.');
    expect(refusal('NEWER_THAN_THIS_PAGE', said)).toBe(said);
  });
});

describe('the language', () => {
  it('is the first one of ours that the browser asks for', () => {
    expect(preferred(['fr-CH', 'de-AT', 'en'])).toBe('de');
    expect(preferred(['zh'])).toBe('en');
  });
});
