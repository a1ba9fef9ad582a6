import { language, number, t } from '../i18n';

const made = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language()} ${JSON.stringify(options)}`;
  let known = made.get(key);
  // The region the browser is set to decides on 12 or 24 hours, the language on the words.
  const region = typeof navigator === 'undefined' ? [] : navigator.languages.filter((tag) => tag.split('-')[0] === language());
  if (!known) made.set(key, (known = new Intl.DateTimeFormat([...region, language()], options)));
  return known;
}

export const clock = (at: number): string => format({ hour: '2-digit', minute: '2-digit' }).format(at);
export const fullTime = (at: number): string => format({ dateStyle: 'full', timeStyle: 'medium' }).format(at);

/** A number that is the same for all moments of one local day, and ascends. */
export function dayNumber(at: number): number {
  const date = new Date(at);
  return date.getFullYear() * 10000 + (date.getMonth() + 1) * 100 + date.getDate();
}

export const isToday = (at: number): boolean => dayNumber(at) === dayNumber(Date.now());

export function dayName(at: number, now: number = Date.now()): string {
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (dayNumber(at) === dayNumber(now)) return t('common.today');
  if (dayNumber(at) === dayNumber(yesterday.getTime())) return t('common.yesterday');
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? format({ weekday: 'long', day: 'numeric', month: 'long' }).format(at)
    : format({ dateStyle: 'long' }).format(at);
}

export function fileSize(bytes: number): string {
  if (bytes < 1000) return t('file.bytes', { count: bytes });
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = -1;
  do {
    value /= 1000;
    unit++;
  } while (value >= 999.5 && unit < units.length - 1);
  return `${number(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))} ${units[unit]}`;
}

/** So many of a unit in words, such as 10 minutes. */
export function amount(count: number, unit: 'minute' | 'hour' | 'day' | 'week'): string {
  return new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

/** Seconds as a clock shows them: 0:07, 12:30, 1:02:03. */
export function duration(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** One or two letters that stand for a name. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = (word: string | undefined) => [...(word ?? '')].find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? '';
  const letters = words.length > 1 ? first(words[0]) + first(words.at(-1)) : first(words[0]);
  return (letters || [...name][0] || '?').toUpperCase();
}

/** A stable hue, 0 to 359, for a user id. */
export function hue(id: string): number {
  let hash = 2166136261;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
  return (((hash ^ (hash >>> 16)) >>> 0) % 18) * 20;
}
