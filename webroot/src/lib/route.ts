/** What the part of the address behind `#` asks for. Its tokens never leave the browser by themselves. */
export type Route =
  | { page: 'chat' }
  | { page: 'go' | 'rooms' }
  | { page: 'room'; room: string; seq: number | undefined }
  | { page: 'invite' | 'setup' | 'reset'; token: string };

export function route(hash: string): Route {
  const [page, first, second] = hash.replace(/^#\/?/, '').split('/');
  if ((page === 'invite' || page === 'setup' || page === 'reset') && first && /^[\w-]{16,128}$/.test(first)) return { page, token: first };
  if (page === 'room' && first && /^[0-9a-z]{26}$/.test(first)) {
    const seq = Number(second);
    return { page, room: first, seq: Number.isSafeInteger(seq) && seq > 0 ? seq : undefined };
  }
  if ((page === 'go' || page === 'rooms') && first === undefined) return { page }; // the app's shortcuts
  return { page: 'chat' };
}
