/** How smooth a long room is; figures, no verdict: `PARLEY_JAR=../target/parley.jar node e2e/run.mjs --measure`. */
import { test } from 'node:test';
import { longRoom } from './long-room.mjs';
import { member, unique } from './people.mjs';

const MESSAGES = 5_000;
const SWITCHES = 20;

test('a room of 50,000 messages', async () => {
  const ann = await member('ann');
  const { page } = ann;
  const name = unique('Long');
  await longRoom(ann, name);
  const scrolling = await page.evaluate(async (messages) => {
    const list = document.querySelector('parley-app').shadowRoot.querySelector('parley-room').shadowRoot.querySelector('parley-message-list');
    const scroll = list.shadowRoot.querySelector('.scroll');
    const first = () => list.shadowRoot.querySelector('parley-message').message.seq;
    const long = [];
    new PerformanceObserver((seen) => long.push(...seen.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    const [end, began] = [first() - messages, performance.now()];
    let most = 0;
    while (first() > end && performance.now() - began < 180_000) {
      scroll.scrollTop -= 400;
      await new Promise(requestAnimationFrame);
      most = Math.max(most, list.shadowRoot.querySelectorAll('parley-message').length);
    }
    return { through: end + messages - first(), seconds: (performance.now() - began) / 1000, longest: Math.max(0, ...long), long: long.length, most };
  }, MESSAGES);
  const switching = await page.evaluate(async (times) => {
    const app = document.querySelector('parley-app').shadowRoot;
    const buttons = [...app.querySelector('parley-sidebar').shadowRoot.querySelectorAll('nav .item')];
    const took = [];
    for (let i = 0; i < times; i++) {
      const began = performance.now();
      buttons[i % 2].click();
      await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
      took.push(performance.now() - began);
    }
    return took.sort((a, b) => a - b);
  }, SWITCHES);
  console.log(`scrolled up through ${scrolling.through} messages in ${scrolling.seconds.toFixed(1)} s: ${scrolling.long} tasks over 50 ms, the longest ${Math.round(scrolling.longest)} ms; at most ${scrolling.most} messages in the page`);
  console.log(`from one room in memory to another, click to paint: median ${Math.round(switching[SWITCHES / 2])} ms, the slowest of ${SWITCHES} ${Math.round(switching.at(-1))} ms`);
});
