/** Which folders of a PST take part in an import. */
export type FolderFilter = (path: readonly string[]) => boolean;

/** English names of the well-known folders whose name is not simply the word between the `#`. */
const WELL_KNOWN: Readonly<Record<string, string>> = {
  sentitems: 'sent items',
  deleteditems: 'deleted items',
  junkemail: 'junk email',
  communicationhistory: 'conversation history',
  communicatorhistory: 'conversation history',
  syncissues: 'sync issues',
  localfailures: 'local failures',
  serverfailures: 'server failures',
};

/**
 * A filter with the rules of `-IncludeFolders` and `-ExcludeFolders`: `Name` is that folder alone, `Name/*` also
 * everything below, `#Inbox#` a well-known folder; case does not count. No include means all; an exclude wins.
 * Paths are relative to the top of the mail.
 * @see learn.microsoft.com/powershell/module/exchange/new-mailboximportrequest
 */
export function createFolderFilter(include: readonly string[], exclude: readonly string[]): FolderFilter {
  const included = include.map(parsePattern);
  const excluded = exclude.map(parsePattern);
  return (path) => {
    const name = path.join('/').toLowerCase();
    const hits = (pattern: Pattern) => matches(pattern, name);
    return (included.length === 0 || included.some(hits)) && !excluded.some(hits);
  };
}

type Pattern = { readonly name: string; readonly hasSubtree: boolean };

function parsePattern(text: string): Pattern {
  const hasSubtree = text.endsWith('/*');
  const name = (hasSubtree ? text.slice(0, -2) : text).toLowerCase();
  const wellKnown = /^#([a-z]+)#/.exec(name);
  const word = wellKnown?.[1];
  const plain = word === undefined ? name : (WELL_KNOWN[word] ?? word) + name.slice(word.length + 2);
  return { name: plain.replaceAll('\\#', '#'), hasSubtree };
}

function matches(pattern: Pattern, name: string): boolean {
  return name === pattern.name || (pattern.hasSubtree && name.startsWith(`${pattern.name}/`));
}
