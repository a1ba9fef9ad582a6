import type { Conversation } from '../state/conversation';

/** The honest label: who can read this room, in plain words. */
export function labelOf({ room, isLobby }: Conversation): { name: string; why: string } {
  if (room.label === 'sealed') return { name: 'Sealed', why: 'Only the devices of the people in here can read it.' };
  const server = 'The server can read what is written here; it is not end-to-end encrypted.';
  const because = {
    PUBLIC: isLobby ? 'The lobby is public: everybody on this server is in it.' : 'This room is public.',
    LEGACY_CLIENT: 'An older client takes part. It shares one key with the server and cannot do more.',
    GUEST: 'A guest takes part. Guests have no keys of their own.',
  }[room.labelReason ?? 'PUBLIC'];
  return { name: 'Open', why: `${because ?? ''} ${server}`.trim() };
}
