const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/** The address when it is one that may be followed; anything but http, https and mailto is not. */
export function safeHref(address: string, typed: string = address): string | undefined {
  // An address without a scheme would be one of our own pages.
  if (!/^[a-z][a-z0-9+.-]*:/i.test(address) && !typed.startsWith('www.')) return undefined;
  try {
    const url = new URL(address);
    return SCHEMES.has(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** The codes that a text names and nobody could answer yet. */
export function hasUnknownCode(text: string, emoji: (code: string) => string | undefined): boolean {
  const codes = text.match(/:[a-z0-9_+-]{2,40}:/gi) ?? [];
  return codes.some((code) => /[a-z]/i.test(code) && !emoji(code.slice(1, -1)));
}
