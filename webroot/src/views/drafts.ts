import { store } from '../app';
import { t } from '../i18n';
import { fileSize } from '../lib/format';
import { draw } from '../lib/preview';
import { leftOver, type Place, same, Uploading } from '../net/uploads';
import { memory } from '../state/memory';
import { toast } from './toasts';

/** What is being written in one room. */
export interface Draft {
  text: string;
  uploads: Uploading[];
  replyTo?: number | undefined;
  /** A message that is being edited; `text` waits until that is over. */
  editing?: { seq: number; text: string } | undefined;
}

/** One draft per room, kept by the browser; files begin to upload as soon as they are attached. */
export class Drafts {
  private readonly drafts = new Map<string, Draft>();

  constructor(private readonly changed: () => void) {}

  of(room: string): Draft {
    let draft = this.drafts.get(room);
    if (!draft) {
      const kept = store.me ? memory.drafts(store.me.id)[room] : undefined;
      this.drafts.set(room, (draft = { text: kept?.text ?? '', replyTo: kept?.replyTo, uploads: [] }));
      void this.takeUp(room, draft);
    }
    return draft;
  }

  /** Adds the uploads of this room that an earlier page left. */
  private async takeUp(room: string, draft: Draft): Promise<void> {
    const place = this.place(room);
    const left = await leftOver(place.user, room);
    if (!left.length) return;
    draft.uploads = [...left.map((kept) => Uploading.left(kept, place, this.changed)), ...draft.uploads];
    this.changed();
  }

  private place(room: string): Place {
    return { user: store.me?.id ?? '', room, token: () => store.token };
  }

  attach(room: string, files: Iterable<File>): void {
    const draft = this.of(room);
    const { fileBytes, filesPerMessage } = store.limits;
    for (const file of files) {
      if (draft.uploads.length >= filesPerMessage) {
        toast(t('upload.most', { count: filesPerMessage }));
        break;
      }
      if (file.size > fileBytes) {
        toast(t('upload.over', { name: file.name, size: fileSize(file.size), most: fileSize(fileBytes) }));
        continue;
      }
      const uploading = Uploading.of(file, this.place(room), this.changed);
      void this.addPreview(uploading, file, room);
      draft.uploads = [...draft.uploads.filter((each) => each.state !== 'left' || !same(each.facts, uploading.facts)), uploading];
    }
    this.changed();
  }

  /** A large picture goes with a small one, made here: who only looks at the room loads that. */
  private async addPreview(uploading: Uploading, file: File, room: string): Promise<void> {
    const drawn = await draw(file).catch(() => undefined); // what cannot be drawn has none
    uploading.sides = drawn?.sides;
    const small = drawn?.small;
    if (small && uploading.state !== 'failed') uploading.preview = Uploading.of(small, { ...this.place(room), room: '' }, this.changed);
  }

  remove(draft: Draft, gone: Uploading): void {
    gone.cancel();
    draft.uploads = draft.uploads.filter((uploading) => uploading !== gone);
    this.changed();
  }

  /** What was typed outlives the page; of files, that they were on their way does. */
  keep(): void {
    if (!store.me) return;
    const kept = memory.drafts(store.me.id);
    for (const [room, { text, replyTo }] of this.drafts) {
      if (text.trim()) kept[room] = { text, ...(replyTo === undefined ? {} : { replyTo }) };
      else delete kept[room];
    }
    memory.setDrafts(store.me.id, kept);
  }

  /** Another tab has written: what it kept holds here as well, but for what is being written right here. */
  renew(except: string | undefined): void {
    if (!store.me) return;
    const kept = memory.drafts(store.me.id);
    for (const [room, draft] of this.drafts) {
      if (room === except) continue;
      draft.text = kept[room]?.text ?? '';
      draft.replyTo = kept[room]?.replyTo;
    }
    this.changed();
  }

  /** What was in it is sent. */
  clear(draft: Draft): void {
    draft.text = '';
    for (const upload of draft.uploads) upload.sent();
    draft.uploads = [];
    draft.replyTo = undefined;
    this.keep();
    this.changed();
  }
}
