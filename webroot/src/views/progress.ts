import { t } from '../i18n';
import { duration, fileSize } from '../lib/format';
import { left, type Progress } from '../net/pace';

export const percent = ({ done, size }: Progress): number => (size ? Math.floor((done / size) * 100) : 100);

/** How far, how fast, how long still. */
export function pace(progress: Progress): string {
  return t('upload.pace', {
    percent: percent(progress),
    size: fileSize(progress.size),
    speed: fileSize(Math.round(progress.speed ?? 0)),
    left: duration(left(progress) ?? 0),
  });
}
