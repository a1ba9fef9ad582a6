import { store } from '../app';
import { t } from '../i18n';
import { fileSize } from '../lib/format';
import { upload, type Uploading } from '../net/files';
import { toast } from './toasts';

/** What is being written in one room. */
export interface Draft {
  text: string;
  uploads: Uploading[];
}

/** One draft per room; files begin to upload as soon as they are attached. */
export class Drafts {
  private readonly drafts = new Map<string, Draft>();

  constructor(private readonly changed: () => void) {}

  of(room: string): Draft {
    let draft = this.drafts.get(room);
    if (!draft) this.drafts.set(room, (draft = { text: '', uploads: [] }));
    return draft;
  }

  attach(draft: Draft, files: Iterable<File>): void {
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
      draft.uploads = [...draft.uploads, upload(file, () => store.token, this.changed)];
    }
    this.changed();
  }

  remove(draft: Draft, gone: Uploading): void {
    gone.cancel();
    draft.uploads = draft.uploads.filter((uploading) => uploading !== gone);
    this.changed();
  }

  clear(draft: Draft): void {
    draft.text = '';
    draft.uploads = [];
    this.changed();
  }
}
