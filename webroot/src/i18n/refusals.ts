import { type Key, language, t } from './strings';
import { en } from './en';

/** What is a name stays as it is; anything else that is made of digits is a number. */
const NAMES = new Set(['name', 'other', 'room']);
/** Places that have no name of their own. */
const PLACES: Record<string, Key> = { 'the lobby': 'common.lobby', 'this conversation': 'app.conversation' };

interface Sentence {
  key: Key;
  pattern: RegExp;
  holes: string[];
}

/** The English sentences are the server's: each of them finds its translation by being recognised. */
let sentences: Map<string, Sentence[]> | undefined;

function read(): Map<string, Sentence[]> {
  const known = new Map<string, Sentence[]>();
  for (const [key, text] of Object.entries(en)) {
    const [, failure] = /^refusal\.([A-Z_]+)\./.exec(key) ?? [];
    if (!failure || typeof text !== 'string') continue;
    const parts = text.split(/\{(\w+)\}/);
    const pattern = parts.map((part, at) => (at % 2 ? '(.+?)' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('');
    const sentence = { key: key as Key, pattern: new RegExp(`^${pattern}$`, 'su'), holes: parts.filter((_, at) => at % 2) };
    known.set(failure, [...(known.get(failure) ?? []), sentence]);
  }
  return known;
}

/**
 * A refusal of the server in the person's language, with its numbers and names. One that is not known is told by its name,
 * with the server's own words where the particulars matter.
 */
export function refusal(failure: string | undefined, sentence: string): string {
  if (language() === 'en' || !failure) return sentence;
  sentences ??= read();
  for (const { key, pattern, holes } of sentences.get(failure) ?? []) {
    const found = pattern.exec(sentence);
    if (found) return t(key, Object.fromEntries(holes.map((hole, at) => [hole, value(hole, found[at + 1]!)])));
  }
  const name = `failure.${failure}`;
  return name in en ? t(name as Key, { said: sentence }) : sentence;
}

function value(hole: string, text: string): string | number {
  if (hole === 'room' && PLACES[text]) return t(PLACES[text]);
  return !NAMES.has(hole) && /^\d{1,15}$/.test(text) ? Number(text) : text;
}
