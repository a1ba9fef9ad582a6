/** Tells when nobody has touched the page for a while, and when somebody does again. */
export class Absence {
  private touchedAt = Date.now();
  private away = false;

  constructor(
    private readonly after: number,
    private readonly tell: (away: boolean) => void,
  ) {
    this.lookIn(after);
  }

  private lookIn(milliseconds: number): void {
    setTimeout(() => this.look(), milliseconds);
  }

  private look(): void {
    const left = this.touchedAt + this.after - Date.now();
    if (left > 0) {
      this.lookIn(left);
    } else {
      this.away = true;
      this.tell(true);
    }
  }

  touched(): void {
    this.touchedAt = Date.now();
    if (!this.away) return;
    this.away = false;
    this.tell(false);
    this.lookIn(this.after);
  }

  /** A new connection, whose person the server takes to be here. */
  connected(): void {
    if (this.away) this.tell(true);
  }
}
