/** Knows whether the server has another build of these pages than the one that runs here. */
export class Release {
  private readonly listeners = new Set<() => void>();
  private asking: Promise<void> | undefined;
  outdated = false;

  /** `ours`: the build that this page is of; `theirs` asks the server for its own. */
  constructor(private readonly ours: string, private readonly theirs: () => Promise<string>) {}

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Asks again, unless it is known or being asked already. */
  check(): Promise<void> {
    if (this.outdated || !this.ours) return Promise.resolve();
    return (this.asking ??= this.ask().finally(() => (this.asking = undefined)));
  }

  private async ask(): Promise<void> {
    const theirs = await this.theirs().catch(() => '');
    if (!theirs || theirs === this.ours) return;
    this.outdated = true;
    for (const listener of this.listeners) listener();
  }
}
