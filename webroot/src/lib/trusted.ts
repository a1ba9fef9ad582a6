interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
const workers = policies?.createPolicy('parley-workers', { createScriptURL: (url) => url });

/** The address of one of our workers, as browsers with Trusted Types want it. Only constants of the build come here. */
export function script(url: string): string {
  return workers ? workers.createScriptURL(url) : url;
}
