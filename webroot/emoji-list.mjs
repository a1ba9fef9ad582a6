/** Writes every emoji shortcode of the picker's data as "shortcode emoji" lines, for the console client. Run by scripts/build-web. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const [target] = process.argv.slice(2);
const source = createRequire(import.meta.url).resolve('emoji-picker-element-data/en/emojibase/data.json');
const emoji = JSON.parse(await readFile(source, 'utf8'));
const lines = emoji.flatMap((each) => (each.shortcodes ?? []).map((code) => `${code} ${each.emoji}`));
await mkdir(dirname(target), { recursive: true });
await writeFile(target, `${lines.join('\n')}\n`);
