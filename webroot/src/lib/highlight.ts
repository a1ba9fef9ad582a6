/** Colours for code, in a module of its own so that it is loaded with the first block that names its language. */
import type { ElementContent, RootContent } from 'hast';
import { common, createLowlight } from 'lowlight';

/** Text, or text of a class of highlight.js. */
export type Node = string | { class: string; inside: Node[] };

const lowlight = createLowlight(common);

/** The parts of a code; a language that is not known leaves it as it is. */
export function highlight(text: string, language: string): readonly Node[] {
  if (!lowlight.registered(language)) return [text];
  return lowlight.highlight(language, text).children.flatMap(node);
}

function node(part: RootContent | ElementContent): Node[] {
  if (part.type === 'text') return [part.value];
  if (part.type !== 'element') return [];
  const names = part.properties['className'];
  return [{ class: Array.isArray(names) ? names.join(' ') : '', inside: part.children.flatMap(node) }];
}
