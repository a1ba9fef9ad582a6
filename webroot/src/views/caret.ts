/**
 * Puts the caret back where the focus is. Chromium loses it when a dialog that had it is closed and removed: the field
 * behind has the focus again, and takes no letters.
 */
export function keepCaret(): void {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  if (focused instanceof HTMLTextAreaElement) focused.setSelectionRange(focused.selectionStart, focused.selectionEnd);
}
