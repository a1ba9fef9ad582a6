import { html, nothing, type TemplateResult } from 'lit';
import { type Key, t } from '../i18n';
import { fullTime } from '../lib/format';
import type { Act } from '../net/protocol';

const BY_ADMINISTRATORS = ['add', 'role', 'deactivate', 'activate', 'delete', 'reset', 'invite', 'revoke-invite'] as const;
const BY_MODERATORS = ['created', 'invited', 'kicked', 'banned', 'unbanned', 'muted', 'unmuted', 'role', 'topic', 'renamed', 'settings', 'deleted'] as const;

/** An audit, the latest first: who did what to whom. An act that this client does not know is told as the server calls it. */
export function actList(acts: readonly Act[], where: 'server' | 'room'): TemplateResult {
  const name = (action: string): string => {
    const known: readonly string[] = where === 'server' ? BY_ADMINISTRATORS : BY_MODERATORS;
    return known.includes(action) ? t(`${where === 'server' ? 'act' : 'roomact'}.${action}` as Key) : action;
  };
  return html`<ul class="list">${acts.map((act) => html`<li><span class="what">
    <b><bdi>${act.by?.name ?? t('act.cli')}</bdi> ${name(act.action)}${act.user ? html`: <bdi>${act.user.name}</bdi>` : nothing}</b>
    <small>${fullTime(act.time)}${act.detail ? html` · <bdi>${act.detail}</bdi>` : nothing}</small></span></li>`)}</ul>`;
}
