/** The folder part of a Windows or POSIX path, without the trailing separator; the root keeps its own. */
export function folderOf(path: string): string {
  const cut = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
  if (cut < 0) return '';
  const folder = path.slice(0, cut);
  return folder === '' || folder.endsWith(':') ? path.slice(0, cut + 1) : folder;
}

/** At most `limit` characters of a text: its start and its end, where drives and last folders stand. */
export function shortenMiddle(text: string, limit: number): string {
  const characters = [...text];
  if (characters.length <= limit) return text;
  const kept = Math.max(2, limit - 1);
  const head = Math.ceil(kept / 2);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (kept - head)).join('')}`;
}

/** The last name of a Windows or POSIX path. */
export function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
}
