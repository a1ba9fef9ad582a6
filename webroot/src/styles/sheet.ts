import { unsafeCSS, type CSSResult } from 'lit';
import base from './base.css?inline';

const shared = unsafeCSS(base);

/** A component's style sheets, as constructable sheets: the page's policy allows no inline styles. */
export function sheet(own: string): CSSResult[] {
  return [shared, unsafeCSS(own)];
}
