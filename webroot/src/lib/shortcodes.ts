/** The codes that the console clients know, there at once; everything else comes with the picker's data. */
export const COMMON: ReadonlyArray<readonly [code: string, emoji: string]> = [
  ['smile', '😄'], ['laughing', '😆'], ['heart', '❤️'], ['thumbsup', '👍'], ['thumbsdown', '👎'],
  ['fire', '🔥'], ['rocket', '🚀'], ['tada', '🎉'], ['wave', '👋'], ['clap', '👏'],
  ['eyes', '👀'], ['thinking', '🤔'], ['cry', '😢'], ['angry', '😠'], ['ok_hand', '👌'],
  ['pray', '🙏'], ['100', '💯'], ['star', '⭐'], ['check', '✅'], ['x', '❌'],
];

export interface Suggestion {
  code: string;
  emoji: string;
}

interface EmojiData {
  emoji: string;
  shortcodes?: string[];
  tags?: string[];
}

/** Shortcode → emoji, growing once from the twenty common codes to all that are known. */
export class Shortcodes {
  private readonly codes = new Map<string, string>(COMMON);
  private loading: Promise<void> | undefined;
  private readonly listeners = new Set<() => void>();
  complete = false;

  constructor(private readonly fetchAll: () => Promise<unknown>) {}

  emoji(code: string): string | undefined {
    return this.codes.get(code.toLowerCase());
  }

  /** Loads the rest, once; a failure is tried again at the next call. */
  load(): Promise<void> {
    this.loading ??= this.fetchAll()
      .then((data) => {
        for (const { emoji, shortcodes } of data as EmojiData[]) {
          for (const code of shortcodes ?? []) if (!this.codes.has(code)) this.codes.set(code, emoji);
        }
        this.complete = true;
        for (const listener of this.listeners) listener();
      })
      .catch(() => {
        this.loading = undefined;
      });
    return this.loading;
  }

  onLoad(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Codes that begin with what was typed, then codes that contain it; one per emoji, common ones first. */
  suggest(typed: string, most = 8): Suggestion[] {
    const wanted = typed.toLowerCase();
    const beginning: Suggestion[] = [];
    const containing: Suggestion[] = [];
    for (const [code, emoji] of this.codes) {
      if (code.startsWith(wanted)) beginning.push({ code, emoji });
      else if (code.includes(wanted)) containing.push({ code, emoji });
    }
    const seen = new Set<string>();
    return [...beginning, ...containing]
      .filter(({ emoji }) => !seen.has(emoji) && seen.add(emoji))
      .slice(0, most);
  }
}

/** The shortcode being typed just before the caret, such as `:ro` in "to the :ro|". */
export function codeBefore(text: string, caret: number): { from: number; typed: string } | undefined {
  const match = /(?:^|[\s(])(:([a-z0-9_+-]{2,32}))$/i.exec(text.slice(Math.max(0, caret - 40), caret));
  return match ? { from: caret - match[1]!.length, typed: match[2]! } : undefined;
}
