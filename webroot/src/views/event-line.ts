import { html, type TemplateResult } from 'lit';
import { rich, t } from '../i18n';
import { fullTime } from '../lib/format';
import type { Entry, User } from '../net/protocol';

const name = (user: User | undefined): TemplateResult => html`<bdi class="name">${user ? (user.display ?? user.name) : t('common.somebody')}</bdi>`;

/** What happened to a room, in words. */
export function eventLine(entry: Entry): TemplateResult {
  return html`<div class="event"><span>${words(entry)}${entry.reason ? html` · <bdi>${entry.reason}</bdi>` : ''}</span></div>`;
}

function words(entry: Entry): TemplateResult | string {
  const who = name(entry.sender);
  const whom = name(entry.user);
  switch (entry.type) {
    case 'created': return rich('event.created', { who });
    case 'member': return rich(`event.${entry.change ?? 'joined'}`, { who, whom });
    case 'mute': return entry.until ? rich('event.muted', { who, whom, time: fullTime(entry.until) }) : rich('event.unmuted', { who, whom });
    case 'role': return rich('event.role', { who, whom, role: t(`role.${entry.role ?? 'member'}`) });
    case 'topic': return entry.topic ? rich('event.topic', { who, topic: html`<bdi>${entry.topic}</bdi>` }) : rich('event.noTopic', { who });
    case 'rename': return rich('event.rename', { who, name: html`<bdi>${entry.name ?? ''}</bdi>` });
    default: return rich(entry.archived === undefined ? 'event.settings' : entry.archived ? 'event.archived' : 'event.unarchived', { who });
  }
}
