import type { User } from '../net/protocol';

/** Who is here, kept right while a list is being read and people come and go. */
export class People {
  private readonly online = new Map<string, User>();
  private touched = new Set<string>();

  /** By name, as a person would sort it. */
  get list(): User[] {
    return [...this.online.values()].sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
  }

  get(id: string): User | undefined {
    return this.online.get(id);
  }

  /** Somebody came, went or changed; newer than any list that was asked for before. */
  changed(user: User): void {
    this.touched.add(user.id);
    if (user.online === false) this.online.delete(user.id);
    else this.online.set(user.id, user);
  }

  /** Reads all pages; those who changed meanwhile keep what was said last. */
  async load(page: (after: string | undefined) => Promise<{ people: User[]; total: number }>): Promise<void> {
    this.touched = new Set();
    const found = new Map<string, User>();
    let after: string | undefined;
    for (;;) {
      const { people, total } = await page(after);
      for (const user of people) found.set(user.id, user);
      const last = people.at(-1)?.name;
      if (last === undefined || last === after || found.size >= total) break;
      after = last;
    }
    for (const id of this.online.keys()) if (!found.has(id) && !this.touched.has(id)) this.online.delete(id);
    for (const [id, user] of found) if (!this.touched.has(id)) this.online.set(id, user);
  }

  clear(): void {
    this.online.clear();
  }
}
