import { screen, store } from '../app';
import { t } from '../i18n';
import { plain } from '../lib/markdown';
import type { Entry } from '../net/protocol';
import { confirm } from './dialogs';
import { type MenuItem, menu, pickEmoji } from './popups';
import { toast } from './toasts';

export type MessageAction = 'react' | 'reply' | 'thread' | 'edit' | 'pin' | 'delete' | 'more';

/** What the room's view does with a message: it has the composer. */
export interface MessageIntent {
  action: 'reply' | 'edit';
  entry: Entry;
}

/** What somebody may do with a message; the server has the last word. */
export function actionsOf(entry: Entry): MessageAction[] {
  const conversation = store.conversation(entry.room);
  const { me } = store;
  if (!conversation || !me || entry.deleted || conversation.gone || conversation.room.archived) return [];
  const own = entry.sender.id === me.id;
  const actions: MessageAction[] = ['react', 'reply', ...(store.features.has('rooms') ? ['thread' as const] : [])];
  if (own) actions.push('edit');
  if (conversation.isDirect || conversation.moderates) actions.push('pin');
  if (own || conversation.moderates) actions.push('delete');
  return [...actions, 'more'];
}

/** Does it; what needs the composer is told to the room. */
export async function perform(action: MessageAction, entry: Entry, from: HTMLElement, at: DOMRect): Promise<void> {
  switch (action) {
    case 'reply':
    case 'edit':
      from.dispatchEvent(new CustomEvent<MessageIntent>('message-intent', { detail: { action, entry }, bubbles: true, composed: true }));
      return;
    case 'thread':
      return screen.open({ kind: 'thread', room: entry.room, seq: entry.thread ?? entry.seq });
    case 'react': {
      const emoji = await pickEmoji(at);
      if (emoji) await done(store.react(entry, emoji, true));
      return;
    }
    case 'pin':
      return done(store.changeMessage('messages.pin', { room: entry.room, target: entry.seq, on: !entry.pinned }));
    case 'delete':
      if (await confirm({ title: t('delete.title'), text: t('delete.text'), quote: plain(entry.text ?? '').slice(0, 200), yes: t('action.delete'), danger: true })) {
        await done(store.changeMessage('messages.delete', { room: entry.room, target: entry.seq }));
      }
      return;
    case 'more':
      return more(entry, from, at);
  }
}

async function more(entry: Entry, from: HTMLElement, at: DOMRect): Promise<void> {
  const actions = actionsOf(entry);
  const item = (id: MessageAction | 'copy' | 'link', label: string, danger = false): MenuItem => ({ id, label, danger });
  const items = [
    ...(entry.text ? [item('copy', t('action.copy'))] : []),
    item('link', t('action.link')),
    ...(actions.includes('pin') ? [item('pin', t(entry.pinned ? 'action.unpin' : 'action.pin'))] : []),
    ...(actions.includes('delete') ? [item('delete', t('action.delete'), true)] : []),
  ];
  const chosen = await menu(items, at);
  if (chosen === 'copy') await copy(entry.text ?? '');
  else if (chosen === 'link') await copy(`${location.origin}/#/room/${entry.room}/${entry.seq}`);
  else if (chosen) await perform(chosen as MessageAction, entry, from, at);
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(t('code.copied'));
  } catch {
    toast(t('copy.refused'));
  }
}

/** A refusal is said; what happened is seen in the room. */
async function done(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    toast((error as Error).message);
  }
}
