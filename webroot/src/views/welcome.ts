import { html } from 'lit';
import { AtSign, MessagesSquare, Paperclip, SmilePlus } from 'lucide';
import { store } from '../app';
import type { Conversation } from '../state/conversation';

/** What stands above a room's first message: a greeting, and for an empty room what one can do here. */
export function welcome(conversation: Conversation) {
  const empty = conversation.latest === undefined;
  const { room, peer } = conversation;
  if (!conversation.isLobby) {
    return html`<div class="welcome">
      <parley-avatar user=${peer?.id ?? room.id} name=${room.name}></parley-avatar>
      <h2><bdi>${room.name}</bdi></h2>
      <p>This is the start of your conversation with <bdi>${room.name}</bdi>. Only the two of you are in it.</p>
    </div>`;
  }
  return html`<div class="welcome">
    <div class="mark"><parley-icon .icon=${MessagesSquare}></parley-icon></div>
    <h2>${empty ? html`Welcome to the lobby, <bdi>${store.me?.name}</bdi>` : 'This is where the lobby begins'}</h2>
    <p>${empty
      ? 'Nobody has said anything yet. Everybody who comes to this server is in this room, so it is a good place to say hello.'
      : 'Everybody who comes to this server is in this room and can read what is said here.'}</p>
    ${empty
      ? html`<ul>
          <li><parley-icon .icon=${AtSign}></parley-icon><span>Pick somebody under <b>People</b> to talk to them alone.</span></li>
          <li><parley-icon .icon=${Paperclip}></parley-icon><span>Drop a file here, or paste a picture, to share it.</span></li>
          <li><parley-icon .icon=${SmilePlus}></parley-icon><span>Type <kbd>:</kbd> and a few letters for an emoji; <kbd>Shift</kbd> <kbd>Enter</kbd> starts a new line.</span></li>
        </ul>`
      : ''}
  </div>`;
}
