/** A room of 50,000 messages and 10,000 members, and how a page holds it. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { room } from './people.mjs';

const SCRIPT = fileURLToPath(new globalThis.URL('long-room.py', import.meta.url));

/** Makes the room for somebody who is logged in and opens it; answers its id. */
export async function longRoom({ page, name }, roomName, { data = process.env.E2E_DATA, messages = 50_000, members = 10_000 } = {}) {
  const user = await page.locator('#account parley-avatar').getAttribute('user');
  const made = spawnSync('python3', [SCRIPT, data, user, name, roomName, String(messages), String(members)], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`no room: ${made.stderr}`);
  await page.reload();
  await page.getByRole('button', { name: new RegExp(`^${roomName}`) }).click();
  await room(page, roomName).getByRole('article').first().waitFor();
  return made.stdout.trim();
}

/** What the list of messages shows: how many there are, from which to which, and where the topmost one on the screen stands. */
export function seen(page) {
  return page.evaluate(() => {
    const list = document.querySelector('parley-app').shadowRoot.querySelector('parley-room').shadowRoot.querySelector('parley-message-list');
    const scroll = list.shadowRoot.querySelector('.scroll');
    const messages = [...list.shadowRoot.querySelectorAll('parley-message')];
    const edge = scroll.getBoundingClientRect().top;
    const top = messages.find((message) => message.getBoundingClientRect().bottom > edge + 1);
    return {
      count: messages.length, first: messages[0]?.message.seq, last: messages.at(-1)?.message.seq,
      top: top?.message.seq, at: top && top.getBoundingClientRect().top - edge, scrolled: scroll.scrollTop,
      height: scroll.scrollHeight, view: scroll.clientHeight,
    };
  });
}

/** Scrolls to so many pixels below the top, or by so many, and says where the topmost message stood right then. */
export function scroll(page, { to, by = 0 }) {
  return page.evaluate(({ to, by }) => {
    const list = document.querySelector('parley-app').shadowRoot.querySelector('parley-room').shadowRoot.querySelector('parley-message-list');
    const scroll = list.shadowRoot.querySelector('.scroll');
    scroll.scrollTop = (to ?? scroll.scrollTop) + by;
    const edge = scroll.getBoundingClientRect().top;
    const top = [...list.shadowRoot.querySelectorAll('parley-message')].find((message) => message.getBoundingClientRect().bottom > edge + 1);
    return { top: top.message.seq, at: top.getBoundingClientRect().top - edge, first: list.shadowRoot.querySelector('parley-message').message.seq };
  }, { to, by });
}

/** Where one message stands on the screen, as it was painted last; nothing when it is not in the page. */
export function placeOf(page, seq) {
  return page.evaluate(async (seq) => {
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    const list = document.querySelector('parley-app').shadowRoot.querySelector('parley-room').shadowRoot.querySelector('parley-message-list');
    const message = [...list.shadowRoot.querySelectorAll('parley-message')].find((each) => each.message.seq === seq);
    return message && message.getBoundingClientRect().top - list.shadowRoot.querySelector('.scroll').getBoundingClientRect().top;
  }, seq);
}
