import { html, nothing, type TemplateResult } from 'lit';
import { type IconNode, Info, Pin, Search as SearchIcon, Users } from 'lucide';
import { screen, store } from '../app';
import { t } from '../i18n';
import type { Conversation } from '../state/conversation';

/** What there is to see of a room beside its messages; in its head, and on a phone in that of the panel too. */
export function roomTools(conversation: Conversation): TemplateResult | typeof nothing {
  if (conversation.invited || !store.features.has('rooms')) return nothing;
  const tool = (kind: 'members' | 'pins' | 'room' | 'search', icon: IconNode, label: string) => html`<button class="icon-button ${kind}" aria-label=${label} title=${label}
    aria-pressed=${screen.panel?.kind === kind ? 'true' : 'false'} @click=${() => screen.toggle(kind === 'search' ? { kind, query: '' } : { kind })}><parley-icon .icon=${icon}></parley-icon></button>`;
  return html`<div class="tools" role="toolbar" aria-label=${t('room.settings')}>
    ${tool('search', SearchIcon, t('room.search'))}
    ${tool('pins', Pin, t('room.showPins'))}
    ${conversation.isDirect
      ? html`<button class="icon-button room" aria-label=${t('room.settings')} title=${conversation.room.name} aria-pressed=${screen.panel?.kind === 'person' ? 'true' : 'false'}
          @click=${() => conversation.peer && screen.toggle({ kind: 'person', user: conversation.peer.id })}><parley-icon .icon=${Info}></parley-icon></button>`
      : html`${tool('members', Users, t('room.showMembers'))} ${tool('room', Info, t('room.settings'))}`}
  </div>`;
}
