/** What people read, in their language: catalogues of strings, plurals by Intl, numbers and direction. */
import { en, type Catalogue, type Key } from './en';

export type { Catalogue, Key } from './en';

/** Each language by its own name. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', vi: 'Tiếng Việt', ar: 'العربية' } as const;
export type Language = keyof typeof LANGUAGES;

const loaders: Record<Language, () => Promise<Catalogue>> = {
  en: async () => en,
  de: async () => (await import('./de')).de,
  vi: async () => (await import('./vi')).vi,
  ar: async () => (await import('./ar')).ar,
};

let catalogue: Catalogue = en;
let current: Language = 'en';
let plurals = new Intl.PluralRules('en');
let numbers = new Intl.NumberFormat('en');

export const language = (): Language => current;

/** The best of ours for what the browser asks for. */
export function preferred(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const short = tag.toLowerCase().split('-')[0]!;
    if (short in LANGUAGES) return short as Language;
  }
  return 'en';
}

/** Loads a language and puts it and its direction on the page. Views that are there already have to be drawn anew. */
export async function speak(wanted: Language): Promise<void> {
  catalogue = await loaders[wanted]();
  current = wanted;
  plurals = new Intl.PluralRules(wanted);
  numbers = new Intl.NumberFormat(wanted);
  if (typeof document !== 'undefined') {
    document.documentElement.lang = wanted;
    document.documentElement.dir = wanted === 'ar' ? 'rtl' : 'ltr';
  }
}

export const number = (value: number): string => numbers.format(value);

type Values = Record<string, string | number>;

/** The form of a string that fits. */
export function pattern(key: Key, values: Record<string, unknown>): string {
  const entry = catalogue[key];
  if (typeof entry === 'string') return entry;
  const count = values['count'];
  return entry[plurals.select(typeof count === 'number' ? count : 0)] ?? entry.other;
}

export const text = (value: unknown): string => (typeof value === 'number' ? number(value) : String(value ?? ''));

/** A string; `{name}` is replaced by its value, and `{count}` chooses the plural form. */
export function t(key: Key, values: Values = {}): string {
  return pattern(key, values).replace(/\{(\w+)\}/g, (_, name: string) => text(values[name]));
}
