import { store } from '../app';
import { t } from '../i18n';
import { plain } from '../lib/markdown';
import type { Entry } from '../net/protocol';
import { memory } from '../state/memory';
import type { Conversation } from '../state/conversation';
import { roomName } from './room-label';

/** What came while nobody was connected is no news any more. */
const FRESH = 60_000;
const SHOWN = 200;

/** Tells of direct messages and mentions while their person is elsewhere, when they asked for it. */
export function notifyOf(conversation: Conversation, entry: Entry, open: (room: string) => void): void {
  const wanted = memory.notify();
  const { me } = store;
  const forMe = conversation.isDirect || entry.mentionsRoom || entry.mentions?.includes(me?.id ?? '');
  if (!wanted.on || !me || !forMe || me.status === 'dnd' || Date.now() - entry.time > FRESH) return;
  if (document.visibilityState === 'visible' && document.hasFocus()) return;
  if (wanted.sound) beep();
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const name = entry.sender.name;
  const shown = new Notification(conversation.isDirect ? name : t('notify.in', { name, room: roomName(conversation) }), {
    body: plain(entry.text ?? '').slice(0, SHOWN) || t('notify.file'),
    tag: conversation.id, // one for each room: the latest
    icon: '/favicon.svg',
  });
  shown.onclick = () => {
    window.focus();
    open(conversation.id);
    shown.close();
  };
}

/** Two short soft tones, made here: there is no file to fetch. */
function beep(): void {
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.gain.setValueAtTime(0.0001, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.08, audio.currentTime + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.35);
  volume.connect(audio.destination);
  const tone = audio.createOscillator();
  tone.frequency.setValueAtTime(660, audio.currentTime);
  tone.frequency.setValueAtTime(880, audio.currentTime + 0.12);
  tone.connect(volume);
  tone.onended = () => void audio.close();
  tone.start();
  tone.stop(audio.currentTime + 0.36);
}
