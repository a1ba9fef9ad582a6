/** Strings as {@link ./strings} has them, and with elements in them: workers have no page, and take the other. */
import { html, type TemplateResult } from 'lit';
import { type Key, pattern, text } from './strings';

export * from './strings';

/** As {@link t}, with elements for values. */
export function rich(key: Key, values: Record<string, string | number | TemplateResult>): TemplateResult {
  const parts = pattern(key, values).split(/\{(\w+)\}/);
  return html`${parts.map((part, index) => {
    if (index % 2 === 0) return part;
    const value = values[part];
    return typeof value === 'object' ? value : text(value);
  })}`;
}
