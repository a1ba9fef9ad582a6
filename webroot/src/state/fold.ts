import type { Entry } from '../net/protocol';

/** What a message is after a later entry of its room; the same object when that changes nothing of it. */
export function fold(message: Entry, change: Entry): Entry {
  switch (change.type) {
    case 'edit':
      // A page may have shown a later state already: entries that come after it again must not turn it back.
      if (message.deleted || (message.edited && message.edited.seq >= change.seq)) return message;
      return { ...message, text: change.text ?? '', edited: { seq: change.seq, time: change.time } };
    case 'delete': {
      if (message.deleted) return message;
      const { files: _files, reactions: _reactions, pinned: _pinned, ...rest } = message;
      return { ...rest, text: '', deleted: { by: change.sender.id, time: change.time } };
    }
    case 'react':
      return change.emoji === undefined || message.deleted ? message : react(message, change.emoji, change.sender.id, change.on !== false);
    case 'pin':
      return message.deleted ? message : { ...message, pinned: change.on !== false };
    default:
      return message;
  }
}

function react(message: Entry, emoji: string, user: string, on: boolean): Entry {
  const people = message.reactions?.[emoji] ?? [];
  if (people.includes(user) === on) return message;
  const reactions = { ...message.reactions, [emoji]: on ? [...people, user] : people.filter((id) => id !== user) };
  if (!reactions[emoji]!.length) delete reactions[emoji];
  return { ...message, reactions };
}
