import { html } from 'lit';
import { AtSign, MessagesSquare, Paperclip, SmilePlus } from 'lucide';
import { store } from '../app';
import { rich, t } from '../i18n';
import type { Conversation } from '../state/conversation';
import { roomMark } from './room-label';

/** What stands above a room's first message: a greeting, and for an empty room what one can do here. */
export function welcome(conversation: Conversation) {
  const empty = conversation.latest === undefined;
  const { room, peer } = conversation;
  if (!conversation.isLobby && !conversation.isDirect) {
    return html`<div class="welcome">
      <div class="mark"><parley-icon .icon=${roomMark(room)}></parley-icon></div>
      <h2>${rich('welcome.room', { room: html`<bdi>${room.name}</bdi>` })}</h2>
      <p>${t(room.kind === 'private' ? 'welcome.private' : 'welcome.public')}</p>
    </div>`;
  }
  if (!conversation.isLobby) {
    return html`<div class="welcome">
      <parley-avatar user=${peer?.id ?? room.id} name=${room.name}></parley-avatar>
      <h2><bdi>${room.name}</bdi></h2>
      <p>${rich('welcome.direct', { name: html`<bdi>${room.name}</bdi>` })}</p>
    </div>`;
  }
  return html`<div class="welcome">
    <div class="mark"><parley-icon .icon=${MessagesSquare}></parley-icon></div>
    <h2>${empty ? rich('welcome.lobby', { name: html`<bdi>${store.me?.name}</bdi>` }) : t('welcome.begins')}</h2>
    <p>${t(empty ? 'welcome.empty' : 'welcome.all')}</p>
    ${empty
      ? html`<ul>
          <li><parley-icon .icon=${AtSign}></parley-icon><span>${rich('welcome.people', { people: html`<b>${t('sidebar.people')}</b>` })}</span></li>
          <li><parley-icon .icon=${Paperclip}></parley-icon><span>${t('welcome.files')}</span></li>
          <li><parley-icon .icon=${SmilePlus}></parley-icon><span>${rich('welcome.emoji', { colon: html`<kbd>:</kbd>`, shift: html`<kbd>Shift</kbd>`, enter: html`<kbd>Enter</kbd>` })}</span></li>
        </ul>`
      : ''}
  </div>`;
}
