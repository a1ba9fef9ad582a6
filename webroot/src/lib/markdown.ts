/** What a message's text is made of: Markdown as chats use it. Views make nodes of it; nothing is ever parsed as HTML. */
import { Marked, type Token, type Tokens } from 'marked';
import { safeHref } from './text';

export type Inline =
  | { type: 'text'; text: string }
  | { type: 'break' }
  | { type: 'emoji'; emoji: string; code: string }
  | { type: 'mention'; name: string; self: boolean }
  | { type: 'code'; text: string }
  | { type: 'strong' | 'em' | 'del'; inside: Inline[] }
  | { type: 'link'; href: string; inside: Inline[] };

export type Block =
  | { type: 'paragraph'; inside: Inline[] }
  | { type: 'heading'; level: number; inside: Inline[] }
  | { type: 'code'; text: string; language: string }
  | { type: 'quote'; inside: Block[] }
  | { type: 'list'; start: number | undefined; items: { checked: boolean | undefined; inside: Block[] }[] }
  | { type: 'table'; align: (string | null)[]; head: Inline[][]; rows: Inline[][][] }
  | { type: 'rule' };

/** What a text can refer to. */
export interface Names {
  emoji(code: string): string | undefined;
  /** The names that `@` may stand before here, the reader's own among them. */
  mentions: readonly { name: string; self: boolean }[];
}

/** Deeper than anybody writes, and far from the end of the stack. */
const DEEPEST = 24;

const marked = new Marked({
  gfm: true,
  breaks: true,
  tokenizer: {
    // In a chat an indented line is an indented line, a line of dashes is not a headline, and tags are text.
    code: () => undefined,
    lheading: () => undefined,
    def: () => undefined,
    html: () => undefined,
    tag: () => undefined,
  },
});

/** Reads a text; one that nests beyond reason is shown as it was typed. */
export function markdown(text: string, names: Names): Block[] {
  try {
    return blocks(marked.lexer(text), names, 0);
  } catch {
    return [{ type: 'paragraph', inside: lines(text, names) }];
  }
}

function blocks(tokens: Token[], names: Names, depth: number): Block[] {
  if (depth > DEEPEST) throw new RangeError('nested too deep');
  return tokens.flatMap((token) => block(token as Tokens.Generic, names, depth));
}

function block(token: Tokens.Generic, names: Names, depth: number): Block[] {
  switch (token.type) {
    case 'space':
      return [];
    case 'code':
      if (!token['text'].trim()) return [{ type: 'paragraph', inside: lines(token.raw, names) }];
      return [{ type: 'code', text: token['text'], language: /^[\w+#-]{1,20}/.exec(token['lang'] ?? '')?.[0]?.toLowerCase() ?? '' }];
    case 'heading':
      return [{ type: 'heading', level: token['depth'], inside: inlines(token.tokens ?? [], names, depth) }];
    case 'hr':
      return [{ type: 'rule' }];
    case 'blockquote':
      return [{ type: 'quote', inside: blocks(token.tokens ?? [], names, depth + 1) }];
    case 'list':
      return [{
        type: 'list',
        start: token['ordered'] ? Number(token['start']) : undefined,
        items: (token as Tokens.List).items.map((item) => ({
          checked: item.task ? item.checked === true : undefined,
          // The box is drawn by the item itself.
          inside: blocks(item.tokens.filter(({ type }) => (type as string) !== 'checkbox'), names, depth + 1),
        })),
      }];
    case 'table': {
      const table = token as Tokens.Table;
      const cell = (of: Tokens.TableCell) => inlines(of.tokens, names, depth);
      return [{ type: 'table', align: table.align, head: table.header.map(cell), rows: table.rows.map((row) => row.map(cell)) }];
    }
    default:
      return [{ type: 'paragraph', inside: token.tokens ? inlines(token.tokens, names, depth) : lines(token.raw, names) }];
  }
}

function inlines(tokens: Token[], names: Names, depth: number): Inline[] {
  if (depth > DEEPEST) throw new RangeError('nested too deep');
  return tokens.flatMap((token) => inline(token as Tokens.Generic, names, depth));
}

function inline(token: Tokens.Generic, names: Names, depth: number): Inline[] {
  const inside = () => inlines(token.tokens ?? [], names, depth + 1);
  switch (token.type) {
    case 'br':
      return [{ type: 'break' }];
    case 'codespan':
      return [{ type: 'code', text: token['text'] }];
    case 'strong':
    case 'em':
    case 'del':
      return [{ type: token.type, inside: inside() }];
    case 'link':
    case 'image': {
      const href = safeHref(token['href'], token.raw);
      if (!href) return lines(token.raw, names);
      // A picture of somebody else's server is fetched by nobody: its address is a link.
      return [{ type: 'link', href, inside: token.type === 'link' ? inside() : [{ type: 'text', text: token['text'] || token['href'] }] }];
    }
    case 'escape':
      return [{ type: 'text', text: token['text'] }];
    case 'text':
      return token.tokens ? inside() : lines(token.raw, names);
    default:
      return lines(token.raw, names);
  }
}

/** Plain text with what stands in it: line breaks, emoji codes, mentions. */
function lines(text: string, names: Names): Inline[] {
  return text.replace(/\n$/, '').split('\n').flatMap((line, index) => [...(index ? [{ type: 'break' } as const] : []), ...words(line, names)]);
}

function words(text: string, names: Names): Inline[] {
  const parts: Inline[] = [];
  let plain = 0;
  const add = (start: number, end: number, part: Inline) => {
    if (start > plain) parts.push({ type: 'text', text: text.slice(plain, start) });
    parts.push(part);
    plain = end;
  };
  const token = /:[a-z0-9_+-]{1,40}:|@/giu;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const start = match.index;
    if (match[0] === '@') {
      const found = mentioned(text, start, names);
      if (found) add(start, (token.lastIndex = start + 1 + found.name.length), { type: 'mention', ...found });
      continue;
    }
    const emoji = names.emoji(match[0].slice(1, -1));
    if (emoji) add(start, token.lastIndex, { type: 'emoji', emoji, code: match[0] });
    else token.lastIndex -= 1; // its last colon may begin the next code
  }
  if (plain < text.length) parts.push({ type: 'text', text: text.slice(plain) });
  return parts;
}

/** The longest of the names that stands behind an `@` which begins a word. */
function mentioned(text: string, at: number, { mentions }: Names): { name: string; self: boolean } | undefined {
  if (at > 0 && /[\p{L}\p{N}_]/u.test(text[at - 1]!)) return undefined;
  const rest = text.slice(at + 1).toLowerCase();
  let found: { name: string; self: boolean } | undefined;
  for (const mention of mentions) {
    if (rest.startsWith(mention.name.toLowerCase()) && mention.name.length > (found?.name.length ?? 0)) found = mention;
  }
  return found;
}

const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic}\uFE0F?)*\s*){1,3}$/u;

/** Up to three emoji and nothing else: shown large. */
export function isJumbo(content: Block[]): boolean {
  const [only] = content;
  if (content.length !== 1 || only?.type !== 'paragraph') return false;
  const shown = only.inside.map((part) => (part.type === 'emoji' ? part.emoji : part.type === 'text' ? part.text : 'x')).join('');
  return shown.length <= 40 && ONLY_EMOJI.test(shown.trim());
}

/** The text as one line, for previews and notifications. */
export function plain(text: string): string {
  return text.replace(/```[a-z0-9+-]*\n?|[*_`~]|^[>#]+\s?/gim, '').replace(/\s+/g, ' ').trim();
}
