/** A conversation to look at. */
import { readFileSync } from 'node:fs';

export function demo(server, { picture, now = Date.now() } = {}) {
  const [mira, jonas, tty, priya, theo] = [['Mira Okafor', 'guest'], ['jonas', 'guest'], ['tty7', 'legacy'], ['Priya', 'guest'], ['Théo Lambert', 'guest']].map(
    ([name, kind]) => Object.assign(server.addUser(name, kind), { online: true }),
  );
  const [lobby] = server.rooms.values();
  const hour = 3_600_000;
  let at = now - 26 * hour;
  const say = (who, text, files = [], minutes = 1) => server.append(lobby, who, text, files, (at += minutes * 60_000));
  for (let i = 1; i <= 90; i++) say([jonas, priya, tty][Math.floor(i / 4) % 3], `Build ${4200 + i} is green on all three targets.`, [], i % 4 ? 1 : 12);
  at = Math.max(now - 2 * hour, at + 60_000);
  say(mira, 'Morning all :wave: The new release notes are up for review:\nhttps://parley.example.org/notes/0.1?draft=1');
  say(mira, 'Two things still open: the upgrade section, and a better picture for the front page.');
  say(jonas, 'I took the upgrade section. Half an hour, give or take.', [], 2);
  say(tty, 'reading it from the console right now, looks fine here :thumbsup:', [], 3);
  say(priya, 'Try this one? Taken from the office roof last week.', picture ? [server.addFile('harbour-at-dusk.png', 'image/png', readFileSync(picture), priya, lobby.id)] : [], 6);
  say(mira, 'Oh, that is lovely.', [], 1);
  say(mira, ':tada:', [], 0.3);
  say(theo, 'The checklist as it stands. Run `scripts/test` before you tick the last line, please.', [server.addFile('release checklist.pdf', 'application/pdf', Buffer.alloc(284_160), theo, lobby.id)], 14);
  say(jonas, 'Upgrade section is in. The part people will ask about:\n```\nscripts/start --data /srv/parley\n```\nNothing else changes.', [], 9);
  return { mira, jonas, tty, priya, theo, lobby };
}
