import { dayNumber } from './format';

export interface Groupable {
  id: string;
  time: number;
  sender: { id: string; name: string };
}

export type Row<T> =
  | { type: 'day'; key: string; time: number }
  | { type: 'new'; key: string }
  | { type: 'message'; key: string; item: T; first: boolean };

const TOGETHER = 5 * 60_000;

/** Messages as they are shown: a line per day, and one head for what one person says within five minutes. */
export function rows<T extends Groupable>(items: readonly T[], isNew: (item: T) => boolean = () => false, standsAlone: (item: T) => boolean = () => false): Row<T>[] {
  const result: Row<T>[] = [];
  let before: T | undefined;
  let marked = false;
  for (const item of items) {
    const sameDay = before !== undefined && dayNumber(before.time) === dayNumber(item.time);
    if (!sameDay) result.push({ type: 'day', key: `day-${dayNumber(item.time)}-${item.id}`, time: item.time });
    const mark = !marked && isNew(item);
    if (mark) {
      result.push({ type: 'new', key: 'new' });
      marked = true;
    }
    const together = sameDay && !mark && !standsAlone(before!) && !standsAlone(item) && before!.sender.id === item.sender.id && before!.sender.name === item.sender.name
      && item.time - before!.time < TOGETHER;
    result.push({ type: 'message', key: `${item.sender.id}-${item.id}`, item, first: !together });
    before = item;
  }
  return result;
}
