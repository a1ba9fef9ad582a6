/** What lies over or beside the conversation: at most one dialog, and at most one panel. */
export type Modal = 'settings' | 'admin' | 'rooms' | 'create-room' | 'switcher' | 'shortcuts';

export type Panel =
  | { kind: 'members' | 'pins' | 'room' }
  | { kind: 'search'; query: string }
  | { kind: 'person'; user: string }
  | { kind: 'thread'; room: string; seq: number };

export class Screen {
  private readonly listeners = new Set<() => void>();
  modal: Modal | undefined;
  panel: Panel | undefined;

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  show(modal: Modal | undefined): void {
    this.modal = modal;
    this.changed();
  }

  open(panel: Panel | undefined): void {
    this.panel = panel;
    this.changed();
  }

  /** Opens the panel, or closes it when it is the one that is open. */
  toggle(panel: Panel): void {
    this.open(this.panel?.kind === panel.kind ? undefined : panel);
  }

  clear(): void {
    this.modal = undefined;
    this.panel = undefined;
    this.changed();
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
