/** A room with 50,000 messages and 10,000 members: what is in the page stays little, and nothing jumps. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { longRoom, placeOf, scroll, seen } from './long-room.mjs';
import { member, room, said, say, unique } from './people.mjs';

/** More than this is never in the page, however long the room. */
const MOST = 320;
/** Halves of pixels come from rounding, whole ones are a jump. */
const STILL = 1;

/** Asks until the page is as wanted; the page itself says when something changed, there is no time to wait for. */
async function until(page, wanted) {
  for (const end = Date.now() + 10_000; ; ) {
    const now = await seen(page);
    if (wanted(now)) return now;
    if (Date.now() > end) assert.fail(`not reached: ${JSON.stringify(now)}`);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

test('fifty thousand messages and ten thousand members', { skip: !process.env.E2E_DATA && 'needs the journal of its server' }, async () => {
  const ann = await member('ann');
  const { page } = ann;
  const name = unique('Long');
  const id = await longRoom(ann, name);
  await until(page, ({ last, scrolled, height, view }) => last === 50_000 && height - scrolled - view < 2);

  // older ones come in above without moving what one reads
  {
    for (let pages = 0; pages < 9; pages++) {
      const before = await scroll(page, { to: 300 });
      const now = await until(page, ({ first }) => first < before.first);
      const moved = (await placeOf(page, before.top)) - before.at;
      assert.ok(Math.abs(moved) <= STILL, `message ${before.top} moved by ${moved} px`);
      assert.ok(now.count <= MOST, `${now.count} messages in the page`);
    }
    const { last } = await seen(page);
    assert.ok(last < 50_000, 'what is far below was let go');
  }

  // the place in a room is kept while one is elsewhere
  {
    await scroll(page, { by: 900 });
    const before = await seen(page);
    await page.getByRole('button', { name: /^Lobby/ }).click();
    await room(page, 'the lobby').waitFor();
    await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    const after = await until(page, ({ top }) => top === before.top);
    assert.ok(Math.abs(after.at - before.at) <= STILL, `${before.at} became ${after.at}`);
  }

  // a link leads to the hundredth message, and back to the latest is one step
  {
    await page.evaluate((hash) => (location.hash = hash), `#/room/${id}/100`);
    await said(page, 'Message 100:').waitFor();
    const { count } = await until(page, ({ first, last }) => first <= 100 && last >= 100);
    assert.ok(count <= MOST);
    await page.getByRole('button', { name: 'Latest messages' }).click();
    await until(page, ({ last, scrolled, height, view }) => last === 50_000 && height - scrolled - view < 2);
  }

  // pictures that arrive late move nothing
  {
    const png = new PNG({ width: 900, height: 1400 });
    png.data.fill(180);
    await page.route(/\/files\/[0-9a-z]{26}\//, async (route) => (await new Promise((on) => setTimeout(on, 300)), route.continue()));
    await page.locator('input[type=file]').setInputFiles([{ name: 'tall.png', mimeType: 'image/png', buffer: PNG.sync.write(png) }]);
    await page.getByRole('button', { name: 'Remove tall.png' }).waitFor();
    await say(page, 'A tall picture');
    const picture = said(page, 'A tall picture');
    await picture.getByRole('button', { name: 'View tall.png' }).waitFor();
    const before = await picture.evaluate((article) => article.getBoundingClientRect().height);
    await picture.getByRole('img', { name: 'tall.png' }).evaluate((image) => image.decode());
    assert.equal(await picture.evaluate((article) => article.getBoundingClientRect().height), before);
    await until(page, ({ scrolled, height, view }) => height - scrolled - view < 2);
    await page.unroute(/\/files\/[0-9a-z]{26}\//);
  }

  // ten thousand members come page by page, and one is found
  {
    await page.getByRole('toolbar').getByRole('button', { name: 'Members', exact: true }).click();
    const list = page.getByRole('list', { name: 'Members' });
    await list.getByRole('listitem').first().waitFor();
    assert.ok((await list.getByRole('listitem').count()) <= 200);
    await page.getByText(/^10,001 members/).first().waitFor();
    await page.getByRole('searchbox', { name: 'Find a member' }).fill('member-09876');
    await list.getByRole('listitem').filter({ hasText: 'member-09876' }).waitFor();
    assert.equal(await list.getByRole('listitem').count(), 1);
  }
});
