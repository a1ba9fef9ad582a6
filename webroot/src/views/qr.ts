import { svg, html } from 'lit';
import { encode } from 'uqr';

/** A QR code (ISO/IEC 18004) of a text, always dark on light so that every camera reads it. */
export function qr(text: string, label: string) {
  const { data, size } = encode(text, { ecc: 'M', border: 3 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return html`<svg class="qr" role="img" aria-label=${label} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
    ${svg`<rect width=${size} height=${size} fill="#fff"></rect><path d=${path} fill="#111"></path>`}
  </svg>`;
}
