/** What a message's text is made of. Views render each part with text nodes; nothing is ever parsed as HTML. */
export type Part =
  | { type: 'text'; text: string }
  | { type: 'emoji'; emoji: string; code: string }
  | { type: 'code'; text: string }
  | { type: 'block'; text: string }
  | { type: 'link'; href: string; text: string };

const SCHEMES = new Set(['http:', 'https:', 'mailto:']);
const TOKEN = /```|`|\bhttps?:\/\/[^\s<>"]{1,2000}|\bmailto:[^\s<>"]{1,300}|:[a-z0-9_+-]{1,40}:/giu;

/** Splits a text into parts. `emoji` answers a shortcode; a code without an answer stays text. */
export function parse(text: string, emoji: (code: string) => string | undefined): Part[] {
  const parts: Part[] = [];
  let plain = 0;
  const flush = (end: number) => {
    if (end > plain) parts.push({ type: 'text', text: text.slice(plain, end) });
  };
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const token = match[0];
    const start = match.index;
    let end = start + token.length;
    let part: Part | undefined;
    if (token === '```' || token === '`') {
      const close = text.indexOf(token, end);
      const inner = close < 0 ? '' : text.slice(end, close);
      if (inner.trim() && (token === '```' || !inner.includes('\n'))) {
        part = token === '```'
          ? { type: 'block', text: inner.replace(/^[a-z0-9+-]*\n/i, '').replace(/\n$/, '') }
          : { type: 'code', text: inner };
        end = close + token.length;
      }
    } else if (token.startsWith(':')) {
      const found = emoji(token.slice(1, -1));
      if (found) part = { type: 'emoji', emoji: found, code: token };
      else TOKEN.lastIndex = end - 1; // its last colon may begin the next code
    } else {
      const address = withoutTail(token);
      const href = safeHref(address);
      if (href) {
        part = { type: 'link', href, text: address };
        end = start + address.length;
      }
    }
    if (!part) continue;
    if (part.type === 'block') {
      // A block stands on lines of its own: the breaks around it are not shown twice.
      flush(text[start - 1] === '\n' ? start - 1 : start);
      if (text[end] === '\n') end++;
    } else {
      flush(start);
    }
    parts.push(part);
    plain = end;
    TOKEN.lastIndex = end;
  }
  flush(text.length);
  return parts;
}

/** The address when it is one that may be followed; anything but http, https and mailto is not. */
export function safeHref(address: string): string | undefined {
  try {
    const url = new URL(address);
    return SCHEMES.has(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** A sentence's punctuation after an address is not part of it; a closing bracket is when it was opened inside. */
function withoutTail(address: string): string {
  const count = (letter: string) => address.split(letter).length - 1;
  let round = count(')') - count('(');
  let square = count(']') - count('[');
  let end = address.length;
  for (; end > 0; end--) {
    const last = address[end - 1]!;
    if ('.,;:!?\'"*_'.includes(last)) continue;
    if (last === ')' && round-- > 0) continue;
    if (last === ']' && square-- > 0) continue;
    break;
  }
  return address.slice(0, end);
}

const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic}\uFE0F?)*\s*){1,3}$/u;

/** Up to three emoji and nothing else: shown large. */
export function isJumbo(parts: Part[]): boolean {
  const shown = parts.map((part) => (part.type === 'emoji' ? part.emoji : part.type === 'text' ? part.text : 'x')).join('');
  return shown.length <= 40 && ONLY_EMOJI.test(shown.trim());
}

/** The codes that a text names and nobody could answer yet. */
export function hasUnknownCode(text: string, emoji: (code: string) => string | undefined): boolean {
  const codes = text.match(/:[a-z0-9_+-]{2,40}:/gi) ?? [];
  return codes.some((code) => /[a-z]/i.test(code) && !emoji(code.slice(1, -1)));
}
