import type { Entry, Resumed } from '../net/protocol';

export type Accepted = 'added' | 'known' | 'hole';

/** What this client has of a room: one run of entries without a hole, growing at both ends. */
export class RoomLog {
  readonly entries: Entry[] = [];
  /** The oldest sequence number that the server still has. */
  first: number;

  /** `low` and `high`: everything from low+1 to high is here. */
  private constructor(private low: number, private high: number, first: number) {
    this.first = first;
  }

  /** An empty log that expects what comes after `sequence`. */
  static after(sequence: number, first: number): RoomLog {
    return new RoomLog(sequence, sequence, first);
  }

  /** The last sequence number that is here: what to resume from. */
  get last(): number {
    return this.high;
  }

  get oldest(): number {
    return this.low + 1;
  }

  get hasOlder(): boolean {
    return this.low >= this.first;
  }

  /** Takes a live entry: the next one is added, an earlier one is known, a later one means that some are missing. */
  accept(entry: Entry): Accepted {
    if (entry.seq <= this.high) return 'known';
    if (entry.seq > this.high + 1) return 'hole';
    this.high = entry.seq;
    this.entries.push(entry);
    return 'added';
  }

  /** The server's answer to a resume; what it no longer has is stepped over. */
  resumed({ first, from }: Resumed): void {
    this.first = first;
    if (from <= this.high) return;
    if (this.entries.length === 0) this.low = from;
    this.high = from;
  }

  /** Takes a page of older entries; what overlaps or does not touch is left out. */
  prepend(page: readonly Entry[], first: number): number {
    this.first = first;
    const older: Entry[] = [];
    for (let i = page.length - 1; i >= 0; i--) {
      const entry = page[i]!;
      if (entry.seq === this.low) {
        older.unshift(entry);
        this.low--;
      }
    }
    if (page.length === 0) this.low = Math.min(this.low, first - 1);
    this.entries.unshift(...older);
    return older.length;
  }

  /** Forgets the oldest beyond `most`; they can be asked for again. */
  trim(most: number): void {
    const extra = this.entries.length - most;
    if (extra <= 0) return;
    this.low = this.entries[extra - 1]!.seq;
    this.entries.splice(0, extra);
  }
}
