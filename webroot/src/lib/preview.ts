/** The server takes no larger ones. */
const MOST_BYTES = 64 * 1024;
/** A picture that is as small is its own preview. */
const SMALL_ENOUGH = 96 * 1024;
/** Decoding takes four bytes a pixel: what is larger is left to whoever opens it. */
const LARGEST = 40_000_000;
const SOURCES = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/avif', 'image/bmp']);
/** What would stand still in a small one: of these only the shape is taken. */
const MOVING = 'image/gif';
const MOST_SIDE = 65_535;
/** Longest side in pixels, and quality: the first that fits is taken. */
const TRIES: readonly [number, number][] = [[880, 0.78], [640, 0.7], [440, 0.6], [320, 0.5], [240, 0.4]];

export interface Drawn {
  sides: { width: number; height: number } | undefined;
  /** A small picture of a large one; nothing where there is no need. */
  small: File | undefined;
}

/** What is sent along with a picture so that others see its place before it, and something small in it. */
export async function draw(file: File): Promise<Drawn | undefined> {
  if (!(SOURCES.has(file.type) || file.type === MOVING) || file.size > LARGEST) return undefined;
  const picture = await createImageBitmap(file); // turned as the camera was held
  try {
    const { width, height } = picture;
    const sides = width <= MOST_SIDE && height <= MOST_SIDE ? { width, height } : undefined;
    return { sides, small: file.type === MOVING || file.size <= SMALL_ENOUGH ? undefined : await smaller(picture, file) };
  } finally {
    picture.close();
  }
}

async function smaller(picture: ImageBitmap, { lastModified }: File): Promise<File | undefined> {
  for (const [side, quality] of TRIES) {
    const blob = await drawn(picture, side, quality);
    if (blob.size <= MOST_BYTES) return new File([blob], 'preview', { type: blob.type, lastModified });
  }
  return undefined;
}

async function drawn(picture: ImageBitmap, side: number, quality: number): Promise<Blob> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  const pen = canvas.getContext('2d')!;
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
  // Where WebP cannot be written, PNG comes instead: too large for a photograph, so JPEG it is.
  return blob.type === 'image/webp' ? blob : canvas.convertToBlob({ type: 'image/jpeg', quality });
}
