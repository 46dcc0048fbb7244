/** A server's or folder's name that a share's path can hold; `.` as a server would be a device of this PC. */
const PART = /^(?!\.{1,2}$)[^\\/:*?"<>|\p{Cc}]+$/u;

/**
 * The `file:` address of what lies on a share, `file://server/share/a%20b.pst` for `\\server\share\a b.pst`.
 * @throws RangeError for anything else than server, share and names below: device paths (`\\?\UNC\…`) and drives are none
 */
export function sharePathToUrl(path: string): string {
  const parts = partsOf(path);
  if (parts === null) throw new RangeError('not a path on a share');
  return `file://${parts.map(encodeURIComponent).join('/')}`;
}

/** The path `\\server\share\…` behind such an address; null when the address names nothing on a share. */
export function urlToSharePath(url: string): string | null {
  const match = /^file:\/\/([^?#]+)$/i.exec(url);
  if (!match?.[1]) return null;
  try {
    const path = `\\\\${match[1].split('/').map(decodeURIComponent).join('\\')}`;
    // A name with an encoded separator in it would be another path than the address seems to say.
    return partsOf(path)?.length === match[1].split('/').length ? path : null;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** The folder and the name of a file on a share; null when the path names no file on a share. */
export function splitSharePath(path: string): { readonly folder: string; readonly name: string } | null {
  const parts = partsOf(path);
  const name = parts?.at(-1);
  // Two parts are the share itself.
  if (!parts || name === undefined || parts.length < 3) return null;
  return { folder: `\\\\${parts.slice(0, -1).join('\\')}`, name };
}

function partsOf(path: string): readonly string[] | null {
  if (!path.startsWith('\\\\')) return null;
  const parts = path.slice(2).split('\\');
  return parts.length >= 2 && parts.every((part) => PART.test(part) && part.isWellFormed()) ? parts : null;
}
