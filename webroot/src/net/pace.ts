/** How fast something moves: over the last seconds, so that a pause or a slow minute is soon forgotten. */
export class Pace {
  private samples: { at: number; done: number }[] = [];

  restart(): void {
    this.samples = [];
  }

  add(done: number, at = performance.now()): void {
    this.samples.push({ at, done });
    while (this.samples.length > 2 && at - this.samples[0]!.at > 5000) this.samples.shift();
  }

  /** Bytes per second; nothing while too little is known. */
  get speed(): number | undefined {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    if (!first || !last || last.at - first.at < 300 || last.done <= first.done) return undefined;
    return ((last.done - first.done) * 1000) / (last.at - first.at);
  }
}

/** What is known about something on its way, for a person. */
export interface Progress {
  readonly done: number;
  readonly size: number;
  readonly speed: number | undefined;
}

/** Seconds that are left at this speed. */
export const left = ({ done, size, speed }: Progress): number | undefined => (speed ? Math.ceil((size - done) / speed) : undefined);
