import { svg } from 'lit';

/** The mark: a speech bubble with two lines of talk. */
export const logo = svg`
  <svg viewBox="0 0 32 32" aria-hidden="true" class="logo">
    <path fill="var(--accent)" d="M16 3C8.3 3 2 8.4 2 15.2c0 4 2.2 7.5 5.6 9.7L6.7 29.3c-.2.7.6 1.3 1.2.9l5.1-3c1 .2 2 .2 3 .2 7.7 0 14-5.5 14-12.2S23.7 3 16 3Z"></path>
    <path fill="none" stroke="var(--on-accent)" stroke-width="2.6" stroke-linecap="round" d="M10 12.6h12M10 17.8h7.4"></path>
  </svg>`;
