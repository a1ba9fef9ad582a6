import { expect, it } from 'vitest';
import { aboveKeyboard } from '../src/lib/keyboard';

class Sight extends EventTarget {
  height = 740;
  offsetTop = 0;
  scale = 1;

  become(change: Partial<Pick<Sight, 'height' | 'offsetTop' | 'scale'>>): void {
    Object.assign(this, change);
    this.dispatchEvent(new Event('resize'));
  }
}

function page() {
  const kept = new Map<string, string>();
  const root = {
    clientHeight: 740,
    style: { setProperty: (name: string, value: string | null) => void kept.set(name, value ?? ''), removeProperty: (name: string) => (kept.delete(name), '') },
  };
  return { root, height: () => kept.get('--page') };
}

it('a keyboard over the page leaves it the rest of the screen, pushed back to its top', () => {
  const sight = new Sight();
  const { root, height } = page();
  let pushedBack = 0;
  aboveKeyboard(sight, root, () => pushedBack++);
  expect(height()).toBeUndefined();
  sight.become({ height: 400.4, offsetTop: 120 });
  expect([height(), pushedBack]).toEqual(['400px', 1]);
  sight.become({ height: 740, offsetTop: 0 });
  expect(height()).toBeUndefined();
});

it('a page that somebody enlarged stays as it is', () => {
  const sight = new Sight();
  const { root, height } = page();
  aboveKeyboard(sight, root, () => undefined);
  sight.become({ height: 370, scale: 2 });
  expect(height()).toBeUndefined();
});
