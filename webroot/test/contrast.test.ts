/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8');

type Scheme = 'light' | 'dark';

/** The raw colours of a block, on top of those of the blocks before it. */
function raw(scheme: Scheme, ...selectors: string[]): Map<string, string> {
  const colours = new Map<string, string>();
  for (const selector of [':root', ...selectors]) {
    const blocks = css.split('\n}').filter((block) => block.slice(0, block.indexOf('{')).trim().split('\n').at(-1)!.trim() === selector);
    for (const block of blocks) {
      for (const [, name, light, dark] of block.matchAll(/(--raw-[\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)) colours.set(name!, scheme === 'light' ? light! : dark!);
    }
  }
  return colours;
}

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

/** Text on what it stands on, by the names of the raw colours. */
const TEXTS = [
  ['ink', 'paper'], ['ink', 'linen'], ['ink', 'white'], ['ink', 'accent-wash'], ['bark', 'paper'], ['bark', 'linen'], ['bark', 'white'], ['bark', 'sand'],
  ['slate', 'paper'], ['slate', 'linen'], ['slate', 'white'], ['slate', 'sand'], ['accent', 'paper'], ['accent', 'linen'], ['accent', 'white'], ['accent-deep', 'accent-wash'],
  ['on-accent', 'accent'], ['amber', 'amber-wash'], ['amber', 'paper'], ['rust', 'rust-wash'], ['rust', 'paper'], ['rust', 'white'],
  ['plum', 'linen'], ['sky', 'linen'], ['leaf-deep', 'linen'], ['amber', 'linen'], ['accent', 'linen'],
] as const;

describe.each(['light', 'dark'] as const)('the %s theme', (scheme) => {
  it.each([[[]], ...['sky', 'plum', 'rust', 'ink'].map((accent) => [[`:root[data-accent='${accent}']`]])])('has text that can be read (4.5 to 1) with %j', (selectors) => {
    const colours = raw(scheme, ...selectors);
    for (const [text, ground] of TEXTS) {
      const [one, other] = [colours.get(`--raw-${text}`), colours.get(`--raw-${ground}`)];
      expect(one && other, `${text} on ${ground} are colours`).toBeTruthy();
      expect(contrast(one!, other!), `${text} ${one} on ${ground} ${other}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('has text that stands out (7 to 1) with high contrast', () => {
    const colours = raw(scheme, ":root[data-contrast='more']");
    for (const [text, ground] of [['ink', 'paper'], ['bark', 'paper'], ['slate', 'paper'], ['slate', 'linen'], ['rust', 'paper'], ['amber', 'paper']]) {
      expect(contrast(colours.get(`--raw-${text}`)!, colours.get(`--raw-${ground}`)!), `${text} on ${ground}`).toBeGreaterThanOrEqual(7);
    }
  });
});
