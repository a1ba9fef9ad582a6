import type { Entry, Resumed } from '../net/protocol';

export type Accepted = 'added' | 'passed' | 'known' | 'hole';

/** The end of a run, as it is kept. */
export interface KeptLog {
  low: number;
  live: number;
  first: number;
  entries: readonly Entry[];
}

/**
 * What this client has of a room: one run of entries without a hole, growing and shrinking at both ends, and beside it
 * how far the live stream has come. The run follows the stream while it reaches up to it; somebody who reads far above
 * has a run of its own there.
 */
export class RoomLog {
  private run: Entry[] = [];
  /** The oldest sequence number that the server still has. */
  first: number;
  /** The last sequence number of the live stream: what to resume from. */
  live: number;

  /** `low` and `high`: everything from low+1 to high is in the run. */
  private constructor(private low: number, private high: number, first: number) {
    this.first = first;
    this.live = high;
  }

  /** An empty log that expects what comes after `sequence`. */
  static after(sequence: number, first: number): RoomLog {
    return new RoomLog(sequence, sequence, first);
  }

  static restored({ low, live, first, entries }: KeptLog): RoomLog {
    const log = new RoomLog(low, live, first);
    log.run = [...entries];
    return log;
  }

  /** The newest `most` of the run; nothing while it ends above the live stream. */
  kept(most: number): KeptLog | undefined {
    if (this.hasNewer) return undefined;
    const entries = this.run.slice(-most);
    const low = entries.length < this.run.length ? entries[0]!.seq - 1 : this.low;
    return { low, live: this.live, first: this.first, entries };
  }

  get entries(): readonly Entry[] {
    return this.run;
  }

  /** The last sequence number of the run. */
  get last(): number {
    return this.high;
  }

  get oldest(): number {
    return this.low + 1;
  }

  get hasOlder(): boolean {
    return this.low >= this.first;
  }

  get hasNewer(): boolean {
    return this.high < this.live;
  }

  find(seq: number): Entry | undefined {
    return seq > this.low && seq <= this.high ? this.run.find((entry) => entry.seq === seq) : undefined;
  }

  has(seq: number): boolean {
    return seq > this.low && seq <= this.high;
  }

  /** Takes a live entry: the next one is added (or passes by a run that ends above), a later one means that some are missing. */
  accept(entry: Entry): Accepted {
    if (entry.seq <= this.live) return 'known';
    if (entry.seq > this.live + 1) return 'hole';
    const follows = !this.hasNewer;
    this.live = entry.seq;
    if (!follows) return 'passed';
    this.high = entry.seq;
    this.run = [...this.run, entry];
    return 'added';
  }

  /** Puts another state of an entry in its place. */
  replace(entry: Entry): void {
    const at = this.run.findIndex(({ seq }) => seq === entry.seq);
    if (at >= 0) this.run = this.run.with(at, entry);
  }

  /** The server's answer to a resume; what it no longer has is stepped over. */
  resumed({ first, from }: Resumed): void {
    this.first = first;
    if (this.low < first - 1) this.dropBefore(first);
    if (from <= this.live) return;
    const follows = !this.hasNewer;
    this.live = from;
    if (!follows) return;
    if (this.run.length === 0) this.low = from;
    this.high = from;
  }

  /** Takes a page of older entries; what overlaps or does not touch is left out. */
  prepend(page: readonly Entry[], first: number): void {
    this.first = first;
    const older: Entry[] = [];
    for (const entry of [...page].reverse()) {
      if (entry.seq !== this.low) continue;
      older.unshift(entry);
      this.low--;
    }
    if (page.length === 0) this.low = Math.min(this.low, first - 1);
    this.run = [...older, ...this.run];
  }

  /** Takes a page of newer entries, up to where the live stream is. */
  append(page: readonly Entry[]): void {
    const newer = page.filter((entry, at) => entry.seq === this.high + 1 + at && entry.seq <= this.live);
    this.high += newer.length;
    this.run = [...this.run, ...newer];
  }

  /** Begins a new run with a page from anywhere in the room. */
  restart(page: readonly Entry[], first: number): void {
    const [from] = page;
    if (!from) return;
    this.first = first;
    this.low = from.seq - 1;
    this.high = page.at(-1)!.seq;
    this.live = Math.max(this.live, this.high);
    this.run = [...page];
  }

  /** The server has let go of what is older: so do we. */
  private dropBefore(first: number): void {
    this.run = this.run.filter(({ seq }) => seq >= first);
    this.low = Math.min(first - 1, this.high);
  }

  /** Forgets the oldest beyond `most`; they can be asked for again. */
  trimOldest(most: number): void {
    const extra = this.run.length - most;
    if (extra <= 0) return;
    this.low = this.run[extra - 1]!.seq;
    this.run = this.run.slice(extra);
  }

  /** Forgets the newest beyond `most`; they can be asked for again. */
  trimNewest(most: number): void {
    if (this.run.length <= most) return;
    this.run = this.run.slice(0, most);
    this.high = this.run.at(-1)!.seq;
  }
}
