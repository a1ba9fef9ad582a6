import type { Entry, Result } from '../net/protocol';
import { fold } from './fold';

/** One thread as it is shown beside the room: what began it and the answers, kept in step with what comes. */
export class Thread {
  root: Entry | undefined;
  replies: readonly Entry[] = [];
  /** There are later answers that were not asked for yet. */
  more = false;
  state: 'loading' | 'there' | 'failed' = 'loading';

  /** `seq`: any message of the thread. */
  constructor(readonly room: string, readonly seq: number) {}

  /** The message that answers here are answers to. */
  get target(): number {
    return this.root?.seq ?? this.seq;
  }

  get count(): number {
    return Math.max(this.replies.length, this.root?.replies?.count ?? 0);
  }

  take({ root, replies, more }: Result<'messages.thread'>): void {
    const last = this.replies.at(-1)?.seq ?? 0;
    this.root = root ?? this.root;
    this.replies = [...this.replies, ...replies.filter(({ seq }) => seq > last)];
    this.more = more;
    this.state = 'there';
  }

  /** An entry of the room: an answer that belongs here, or what changes one of them. */
  accept(entry: Entry): void {
    if (entry.type === 'message') return this.answer(entry);
    if (entry.target === undefined) return;
    if (this.root?.seq === entry.target) this.root = fold(this.root, entry);
    const known = this.replies.length;
    this.replies = this.replies.map((reply) => (reply.seq === entry.target ? fold(reply, entry) : reply)).filter(({ deleted }) => !deleted);
    if (this.replies.length < known) this.counted(-1);
  }

  private answer(entry: Entry): void {
    const to = entry.replyTo;
    const here = to !== undefined && (to === this.target || this.replies.some(({ seq }) => seq === to));
    if (!here || entry.seq <= (this.replies.at(-1)?.seq ?? 0) || entry.deleted) return;
    this.counted(1);
    if (!this.more) this.replies = [...this.replies, entry];
  }

  private counted(by: number): void {
    if (this.root) this.root = { ...this.root, replies: { count: Math.max(0, (this.root.replies?.count ?? 0) + by), last: 0 } };
  }
}
