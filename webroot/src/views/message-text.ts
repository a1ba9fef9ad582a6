import { html, type TemplateResult } from 'lit';
import { isJumbo, parse, type Part } from '../lib/text';

/** A message's text as nodes: text stays text whatever it looks like. */
export function messageText(text: string, emoji: (code: string) => string | undefined): TemplateResult {
  const parts = parse(text, emoji);
  return html`<div class="text ${isJumbo(parts) ? 'jumbo' : ''}" dir="auto">${parts.map(show)}</div>`;
}

function show(part: Part) {
  switch (part.type) {
    case 'text': return part.text;
    case 'emoji': return html`<span role="img" aria-label=${part.code} title=${part.code}>${part.emoji}</span>`;
    case 'code': return html`<code>${part.text}</code>`;
    case 'block': return html`<pre tabindex="0"><code>${part.text}</code></pre>`;
    case 'link': return html`<a href=${part.href} target="_blank" rel="noopener noreferrer">${part.text}</a>`;
  }
}
