import {
  type CliLine,
  type SasKind,
  type SasLevel,
  type SasResource,
  sasRightsText,
  sasTimeText,
} from '../../preload/contract/index.ts';

const KINDS: Readonly<Record<SasKind, string>> = {
  service: 'signed with the key of the account',
  account: 'signed with the key of the account',
  userDelegation: 'signed with a key of Entra (user delegation)',
  unknown: 'of no known kind',
};

const RESOURCES: Readonly<Record<SasResource, string>> = {
  blob: 'one file',
  container: 'a whole container',
  directory: 'a folder of files',
  snapshot: 'a snapshot of a file',
  version: 'an old version of a file',
  account: 'a whole storage account',
  unknown: 'nothing known',
};

const LEVELS: Readonly<Record<SasLevel, string>> = { refuse: 'REFUSED', warn: 'warning', note: 'note' };

/** What a SAS allows, a line for each thing it says. */
export function sasText(line: Extract<CliLine, { kind: 'sas' }>): string {
  const { host, container, blob, policy, startsAt, expiresAt } = line;
  if (!line.isSigned && line.resource === 'unknown' && line.version === null) return row(['REFUSED', 'this is no SAS']);
  const byPolicy = policy === null ? 'not told' : `as the policy ${policy} says`;
  const rows: readonly [string, string | null][] = [
    [line.isAccepted ? 'accepted' : 'REFUSED', `a SAS for ${RESOURCES[line.resource]}, ${KINDS[line.sasKind]}`],
    ['host', host],
    ['container', container],
    ['file', blob],
    ['allows', line.rights === null ? byPolicy : sasRightsText(line.rights)],
    ['from', startsAt === null ? null : sasTimeText(startsAt)],
    ['until', expiresAt === null ? byPolicy : sasTimeText(expiresAt)],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [row([name, value])])).join('\n');
}

/** One finding, after its weight. */
export function sasFindingText({ level, message }: Extract<CliLine, { kind: 'sasFinding' }>): string {
  return row([LEVELS[level], message]);
}

function row([name, value]: readonly [string, string]): string {
  return `${name.padEnd(12)}${inOneLine(value)}`;
}

/** A name may hold line breaks, which would look like another line of ours. */
function inOneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]/g, '\ufffd');
}
