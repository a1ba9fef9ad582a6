import type { User } from '../net/protocol';

/** Somebody who stopped without a word is taken to have stopped after this, in milliseconds. */
export const TYPING_LASTS = 6_000;

/** Who is writing in a room at this moment. */
export class Typing {
  private readonly writing = new Map<string, { user: User; until: number }>();

  get people(): User[] {
    return [...this.writing.values()].map(({ user }) => user);
  }

  changed(user: User, on: boolean): void {
    if (on) this.writing.set(user.id, { user, until: Date.now() + TYPING_LASTS });
    else this.writing.delete(user.id);
  }

  /** Whether somebody fell silent. */
  expire(): boolean {
    const before = this.writing.size;
    for (const [id, { until }] of this.writing) if (until <= Date.now()) this.writing.delete(id);
    return this.writing.size < before;
  }
}
