import type { IconNode } from 'lucide';

const SVG = 'http://www.w3.org/2000/svg';

/** `<parley-icon .icon=${Send}>`: one lucide icon, decorative. The element's font size is its size. */
class Icon extends HTMLElement {
  private shown: IconNode | undefined;

  set icon(node: IconNode) {
    if (node === this.shown) return;
    this.shown = node;
    const svg = document.createElementNS(SVG, 'svg');
    const attributes = {
      viewBox: '0 0 24 24', width: '1em', height: '1em', fill: 'none', stroke: 'currentColor',
      'stroke-width': '1.75', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true',
    };
    for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
    for (const [tag, values] of node) {
      const child = document.createElementNS(SVG, tag);
      for (const [name, value] of Object.entries(values)) child.setAttribute(name, String(value));
      svg.append(child);
    }
    this.replaceChildren(svg);
    this.style.display = 'inline-grid';
  }
}

customElements.define('parley-icon', Icon);
