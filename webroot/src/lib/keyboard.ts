/** What is left of the screen above a keyboard, as the browser tells it. */
export interface Sight extends EventTarget {
  readonly height: number;
  readonly offsetTop: number;
  readonly scale: number;
}

/**
 * Keeps the page in what is left of the screen while a keyboard covers its lower part. Most browsers make the page smaller
 * by themselves (`interactive-widget`); this is for those which lay the keyboard over it and push the page up.
 */
export function aboveKeyboard(sight: Sight, root: { style: Pick<CSSStyleDeclaration, 'setProperty' | 'removeProperty'>; clientHeight: number }, toTop: () => void): void {
  const follow = () => {
    // Somebody who enlarges the page sees a part of it, too: that is no keyboard.
    const covered = sight.scale < 1.01 && root.clientHeight - sight.height > 1;
    if (!covered) return void root.style.removeProperty('--page');
    root.style.setProperty('--page', `${Math.round(sight.height)}px`);
    if (sight.offsetTop > 0) toTop();
  };
  sight.addEventListener('resize', follow);
  sight.addEventListener('scroll', follow);
  follow();
}
