import { html, nothing, type TemplateResult } from 'lit';
import { store } from '../app';
import { clock, dayName } from '../lib/format';
import type { Entry } from '../net/protocol';
import { roomName } from './room-label';

/** A message out of its place: who said it, where and when; a click goes there. */
export function resultCard(entry: Entry, highlights: readonly [number, number][], withRoom: boolean): TemplateResult {
  const conversation = store.conversation(entry.room);
  const files = entry.files?.map(({ name }) => name).join(', ');
  return html`<button class="card" @click=${(event: Event) => go(event.currentTarget as Element, entry)}>
    <span class="by"><b><bdi>${entry.sender.name}</bdi></b>
      ${withRoom && conversation ? html`<small><bdi>${roomName(conversation)}</bdi></small>` : nothing}
      <small>${dayName(entry.time)}, ${clock(entry.time)}</small></span>
    <span class="said" dir="auto">${marked(entry.text ?? '', highlights)}</span>
    ${files ? html`<small dir="auto">${files}</small>` : nothing}
  </button>`;
}

function go(from: Element, entry: Entry): void {
  from.dispatchEvent(new CustomEvent('go-to', { detail: { room: entry.room, seq: entry.seq }, bubbles: true, composed: true }));
}

/** The text with its hits marked; `highlights` are pairs of UTF-16 offsets, ascending. */
function marked(text: string, highlights: readonly [number, number][]) {
  const parts: (string | TemplateResult)[] = [];
  let at = 0;
  for (const [start, end] of highlights) {
    if (start < at || end > text.length) continue;
    parts.push(text.slice(at, start), html`<mark>${text.slice(start, end)}</mark>`);
    at = end;
  }
  return [...parts, text.slice(at)];
}
