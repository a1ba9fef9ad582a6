import { Hash, type IconNode, LockKeyhole, MessagesSquare } from 'lucide';
import { t } from '../i18n';
import type { Room } from '../net/protocol';
import type { Conversation } from '../state/conversation';

/** What a room is called in lists and heads: the lobby has a name in every language. */
export function roomName({ room, isLobby }: Conversation): string {
  return isLobby ? t('common.lobby') : room.name;
}

/** What stands for a room where a person's picture would. */
export function roomMark({ kind }: Pick<Room, 'kind'>): IconNode {
  return kind === 'lobby' ? MessagesSquare : kind === 'private' ? LockKeyhole : Hash;
}

/** The honest label: who can read this room, in plain words. */
export function labelOf({ room, isLobby }: Conversation): { name: string; why: string; sealed: boolean } {
  if (room.label === 'sealed') return { name: t('label.sealed'), why: t('label.sealedWhy'), sealed: true };
  const because = {
    PUBLIC: t(isLobby ? 'label.lobby' : 'label.public'),
    LEGACY_CLIENT: t('label.legacy'),
    GUEST: t('label.guest'),
    NOT_SEALED_YET: t('label.notYet'),
  }[room.labelReason ?? 'PUBLIC'];
  return { name: t('label.open'), why: `${because ?? ''} ${t('label.server')}`.trim(), sealed: false };
}
