import { unsafeCSS, type CSSResult } from 'lit';
import base from './base.css?inline';
import forms from './forms.css?inline';

const shared = unsafeCSS(base);
const fields = unsafeCSS(forms);

/** A component's style sheets, as constructable sheets: the page's policy allows no inline styles. */
export function sheet(own: string): CSSResult[] {
  return [shared, unsafeCSS(own)];
}

/** The same, with fields, choices and lists. */
export function formSheet(own: string): CSSResult[] {
  return [shared, fields, unsafeCSS(own)];
}
