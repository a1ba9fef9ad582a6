import { html, nothing, type TemplateResult } from 'lit';
import { type Block, type Inline, isJumbo, markdown, type Names } from '../lib/markdown';

/** A message's text as nodes: text stays text whatever it looks like. */
export function messageText(text: string, names: Names): TemplateResult {
  const content = markdown(text, names);
  return html`<div class="text ${isJumbo(content) ? 'jumbo' : ''}" dir="auto">${content.map(block)}</div>`;
}

function block(part: Block): TemplateResult {
  switch (part.type) {
    case 'paragraph': return html`<p dir="auto">${part.inside.map(inline)}</p>`;
    case 'heading': return html`<p class="heading" dir="auto" role="heading" aria-level=${part.level + 2}>${part.inside.map(inline)}</p>`;
    case 'code': return html`<parley-code .text=${part.text} .language=${part.language}></parley-code>`;
    case 'quote': return html`<blockquote dir="auto">${part.inside.map(block)}</blockquote>`;
    case 'list': {
      const items = part.items.map(({ checked, inside }) => html`<li class=${checked === undefined ? '' : 'task'}>
        ${checked === undefined ? nothing : html`<input type="checkbox" disabled .checked=${checked} />`}${inside.map(item)}</li>`);
      return part.start === undefined ? html`<ul dir="auto">${items}</ul>` : html`<ol dir="auto" start=${part.start}>${items}</ol>`;
    }
    case 'table': return html`<div class="table" tabindex="0"><table dir="auto">
      <thead><tr>${part.head.map((cell, at) => html`<th class=${part.align[at] ?? nothing}>${cell.map(inline)}</th>`)}</tr></thead>
      <tbody>${part.rows.map((row) => html`<tr>${row.map((cell, at) => html`<td class=${part.align[at] ?? nothing}>${cell.map(inline)}</td>`)}</tr>`)}</tbody>
    </table></div>`;
    case 'rule': return html`<hr />`;
  }
}

/** A list's item of one paragraph is a line, without the space that paragraphs keep. */
function item(part: Block): TemplateResult {
  return part.type === 'paragraph' ? html`<span>${part.inside.map(inline)}</span>` : block(part);
}

function inline(part: Inline): TemplateResult | string {
  switch (part.type) {
    case 'text': return part.text;
    case 'break': return '\n';
    case 'emoji': return html`<span role="img" aria-label=${part.code} title=${part.code}>${part.emoji}</span>`;
    case 'mention': return html`<span class="mention ${part.self ? 'self' : ''}">@<bdi>${part.name}</bdi></span>`;
    case 'code': return html`<code>${part.text}</code>`;
    case 'strong': return html`<strong>${part.inside.map(inline)}</strong>`;
    case 'em': return html`<em>${part.inside.map(inline)}</em>`;
    case 'del': return html`<del>${part.inside.map(inline)}</del>`;
    case 'link': return html`<a href=${part.href} target="_blank" rel="noopener noreferrer">${part.inside.map(inline)}</a>`;
  }
}
