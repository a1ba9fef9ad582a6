import { type Bytes, decodeText, encodeText, Malformed } from './bytes';

/** Which message is meant: its sender's word, since journal numbers are the server's to give. */
export interface Target {
  sender: string;
  id: string;
}

/** A file's key and what it holds, as they travel inside a message. Byte strings are base64. */
export interface FileKey {
  id: string;
  size: number;
  key: string;
  prefix: string;
  hash: string;
}

export interface SealedFile extends FileKey {
  name: string;
  type: string;
  thumb?: FileKey & { width: number; height: number };
}

export type Content =
  | { type: 'message'; text?: string; files?: SealedFile[]; replyTo?: Target; mentions?: string[]; mentionsRoom?: boolean }
  | { type: 'edit'; target: Target; text: string; mentions?: string[]; mentionsRoom?: boolean }
  | { type: 'react'; target: Target; emoji: string; on: boolean }
  | { type: 'pin'; target: Target; on: boolean };

export const contentBytes = (content: Content): Bytes => encodeText(JSON.stringify(content));

const isText = (value: unknown) => typeof value === 'string';
const isTarget = (value: unknown) =>
  typeof value === 'object' && value !== null && isText((value as Target).sender) && isText((value as Target).id);
const optional = (value: unknown, is: (value: unknown) => boolean) => value === undefined || is(value);
const isMentions = (c: Record<string, unknown>) =>
  optional(c['mentions'], (list) => Array.isArray(list) && list.every(isText)) &&
  optional(c['mentionsRoom'], (flag) => typeof flag === 'boolean');
const isFileKey = (value: unknown) => {
  const file = value as FileKey | null;
  return typeof file === 'object' && file !== null && [file.id, file.key, file.prefix, file.hash].every(isText) && Number.isSafeInteger(file.size) && file.size >= 0;
};
const isFile = (value: unknown) =>
  isFileKey(value) && isText((value as SealedFile).name) && isText((value as SealedFile).type) && optional((value as SealedFile).thumb, isFileKey);

const shapes: Record<Content['type'], (content: Record<string, unknown>) => boolean> = {
  message: (c) =>
    optional(c['text'], isText) && optional(c['files'], (files) => Array.isArray(files) && files.every(isFile)) && optional(c['replyTo'], isTarget) && isMentions(c),
  edit: (c) => isTarget(c['target']) && isText(c['text']) && isMentions(c),
  react: (c) => isTarget(c['target']) && isText(c['emoji']) && typeof c['on'] === 'boolean',
  pin: (c) => isTarget(c['target']) && typeof c['on'] === 'boolean',
};

/** The content, or null for a type that a newer client made. */
export function readContent(bytes: Bytes): Content | null {
  let read: unknown;
  try {
    read = JSON.parse(decodeText(bytes));
  } catch {
    throw new Malformed('the content is not JSON');
  }
  if (typeof read !== 'object' || read === null || !isText((read as Content).type)) throw new Malformed('the content has no type');
  const { type } = read as Content;
  if (!Object.hasOwn(shapes, type)) return null;
  if (!shapes[type](read as Record<string, unknown>)) throw new Malformed('the content lacks what its type needs');
  return read as Content;
}
