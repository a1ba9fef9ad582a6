import type { FileRef } from '../net/protocol';
import { NoAnswer, RpcError } from '../net/rpc';

/** A message of ours that is not in the room yet, under the id that it keeps. */
export interface Outgoing {
  room: string;
  id: string;
  text: string;
  files: FileRef[];
  replyTo?: number;
  time: number;
  state: 'sending' | 'sent' | 'failed';
  error?: string;
}

export type Send = (message: Outgoing) => Promise<{ time: number }>;

/** Keeps messages until the room shows them: sends, sends again under the same id, and says when one was refused. */
export class Outbox {
  private items: Outgoing[] = [];
  private readonly inFlight = new Set<string>();

  constructor(
    private readonly send: Send,
    private readonly changed: () => void,
    private readonly keep: (items: readonly Outgoing[]) => void = () => undefined,
  ) {}

  of(room: string): Outgoing[] {
    return this.items.filter((item) => item.room === room);
  }

  get size(): number {
    return this.items.length;
  }

  add(message: Omit<Outgoing, 'state'>): void {
    this.items = [...this.items, { ...message, state: 'sending' }];
    this.update();
    this.flush();
  }

  /** Everything that waits, of earlier pages and other tabs; what is on its way from here stays as it is. */
  restore(items: readonly Outgoing[]): void {
    const here = new Map(this.items.map((item) => [item.id, item]));
    this.items = items.map((item) => (this.inFlight.has(item.id) ? here.get(item.id) : undefined) ?? (item.state === 'sent' ? { ...item, state: 'sending' } : item));
    this.changed();
  }

  /** Sends everything that waits; to be called whenever the connection is there. */
  flush(): void {
    for (const item of this.items) if (item.state === 'sending' && !this.inFlight.has(item.id)) void this.attempt(item);
  }

  retry(id: string): void {
    this.replace(id, { state: 'sending', error: undefined });
    this.flush();
  }

  discard(id: string): void {
    this.items = this.items.filter((item) => item.id !== id);
    this.update();
  }

  /** The room has it: ours is no longer needed. */
  arrived(id: string): boolean {
    if (!this.items.some((item) => item.id === id)) return false;
    this.discard(id);
    return true;
  }

  clear(): void {
    this.items = [];
    this.update();
  }

  private async attempt(item: Outgoing): Promise<void> {
    this.inFlight.add(item.id);
    try {
      const { time } = await this.send(item);
      this.replace(item.id, { state: 'sent', time });
    } catch (error) {
      // A lost connection leaves it waiting: it goes out again with the next one. A silent server is told to the person.
      if (error instanceof RpcError || (error instanceof NoAnswer && error.late)) {
        this.replace(item.id, { state: 'failed', error: error.message });
      }
    } finally {
      this.inFlight.delete(item.id);
    }
  }

  private replace(id: string, change: Partial<Outgoing>): void {
    this.items = this.items.map((item) => (item.id === id ? { ...item, ...change } : item));
    this.update();
  }

  private update(): void {
    this.keep(this.items);
    this.changed();
  }
}
