import {
  BLOCK_ENCODING_NAMES,
  type BlockEncodingName,
  FINDINGS,
  type Finding,
  type FindingCode,
  type HealthCheck,
  type PstFormat,
  type PstHealth,
  type Verdict,
} from '../../preload/contract/index.ts';
import { checkMap, hasKnownMaps, isFirstMap, mapOffsets, readLastMapOffset } from './allocation-map.ts';
import { checkHeader, HEADER_BYTES, type HeaderFacts, readBlockEncoding } from './header.ts';
import { checkFarthestBlock, readIndexEnds } from './index-ends.ts';
import { NODE_KINDS, NODES, openTableOf } from './node-ids.ts';
import { type FileLayout, type IndexName, LAYOUTS, readNumber } from './page-layout.ts';
import { BadPlace, createProbe, type Probe } from './probe.ts';
import { faultWord, fileSystemCode, PstFault } from './reader/fault.ts';
import { findNode } from './reader/node.ts';
import { getNumber, readProperties } from './reader/properties.ts';
import { PstFile } from './reader/pst-file.ts';
import type { PstSource } from './reader/pst-source.ts';

const GIB = 1024 ** 3;
/** Microsoft advises against importing larger files: "20 GB". @see learn.microsoft.com/microsoft-365/compliance/importing-pst-files-to-office-365 */
const ADVISED_BYTES = 20 * GIB;
/** Outlook lets no PST grow beyond this unless told otherwise. @see support.microsoft.com KB 832925 (MaxLargeFileSize 0xC800 MB) */
const LIMIT_BYTES = 50 * GIB;

/** Checksum of the password, 0 for none. @see [MS-PST] 2.4.3.3 PidTagPstPassword */
const PASSWORD = 0x67ff;

/** What stops a file from being read reliably, and what a repair puts right. */
const REPAIRABLE: readonly FindingCode[] = ['truncated', 'headerDamaged', 'indexDamaged', 'storeDamaged', 'endDamaged'];

/**
 * Judges a file by its header, both ends of its indexes, its store, a few of its maps and its last block: some fifty
 * small reads, however large it is. What lies between is not looked at, so damage there goes unnoticed.
 *
 * A place that cannot be read is a finding. `health` is what the header alone says.
 * @throws the file system's error, or SourceLost, when not even the header can be read, or reading fails everywhere
 */
export function checkHealth(source: PstSource): HealthCheck {
  const head = Buffer.alloc(Math.min(HEADER_BYTES, source.sizeBytes));
  const facts = checkHeader(head.subarray(0, source.read(head, 0)), source.sizeBytes);
  const look = { source, head, facts, encoding: encodingOf(head, facts.format) };
  const store = isWorthALook(look) && look.encoding !== 'unknown' ? readStore(source) : NO_STORE;
  const findings = [...judgeHeader(look), ...(isWorthALook(look) ? lookInside(look, store) : [])];
  findings.push(...judgeSize(source.sizeBytes, facts.health));
  if (store.hasPassword === true) findings.push({ code: 'hasPassword', params: {} });
  findings.sort((a, b) => FINDINGS.indexOf(a.code) - FINDINGS.indexOf(b.code));
  const { format, health } = facts;
  const verdict = verdictOf(health, new Set(findings.map(({ code }) => code)));
  return { verdict, findings, format, health, encoding: look.encoding, hasPassword: store.hasPassword };
}

type Look = {
  readonly source: PstSource;
  readonly head: Buffer;
  readonly facts: HeaderFacts;
  readonly encoding: BlockEncodingName;
};

/** The names stand in the order of their numbers in a header; a number beyond them is unknown. */
function encodingOf(head: Buffer, format: PstFormat): BlockEncodingName {
  if (format === 'unknown' || head.length < HEADER_BYTES) return 'unknown';
  return BLOCK_ENCODING_NAMES[readBlockEncoding(head, format)] ?? 'unknown';
}

/**
 * What a damaged header leads to tells nothing, and what is not moved need not be looked into: a cache, for one, states a
 * password that nobody has set.
 */
function isWorthALook({ head, facts: { format, health } }: Look): boolean {
  if (format === 'unknown' || head.length < HEADER_BYTES) return false;
  return health === 'fine' || health === 'notClosed' || health === 'truncated';
}

function judgeHeader({ source, head, facts, encoding }: Look): readonly Finding[] {
  const { health, kind, statedSizeBytes } = facts;
  const sizes = { sizeBytes: source.sizeBytes, expectedBytes: statedSizeBytes };
  const isUnknown = head.length === HEADER_BYTES && encoding === 'unknown';
  const encodingFindings: Finding[] = isUnknown ? [{ code: 'encodingUnknown', params: {} }] : [];
  switch (health) {
    case 'damaged':
      return [{ code: 'headerDamaged', params: {} }];
    case 'truncated':
      return [{ code: 'truncated', params: sizes }, ...encodingFindings];
    case 'fine':
    case 'notClosed':
    case 'inUse': {
      const notes: Finding[] = [...encodingFindings];
      if (health === 'notClosed') notes.push({ code: 'notClosed', params: {} });
      const isLonger = statedSizeBytes !== null && statedSizeBytes < source.sizeBytes;
      return isLonger ? [...notes, { code: 'longer', params: sizes }] : notes;
    }
    default:
      return [{ code: 'notMovable', params: kind === null ? { health } : { health, kind } }];
  }
}

function judgeSize(sizeBytes: number, health: PstHealth): readonly Finding[] {
  if (health === 'notPst') return [];
  if (sizeBytes > LIMIT_BYTES) return [{ code: 'overLimit', params: { sizeBytes, limitBytes: LIMIT_BYTES } }];
  if (sizeBytes > ADVISED_BYTES) return [{ code: 'overAdvised', params: { sizeBytes, limitBytes: ADVISED_BYTES } }];
  return [];
}

type StoreLook = { readonly hasPassword: boolean | null; readonly problems: readonly string[] };
const NO_STORE: StoreLook = { hasPassword: null, problems: [] };

/** The store's properties and the list of its first folders, read as they are when mail is moved. */
function readStore(source: PstSource): StoreLook {
  let file: PstFile;
  try {
    file = new PstFile(source);
  } catch (error) {
    return { hasPassword: null, problems: [reasonOf(error)] };
  }
  const password = attempt(() => getNumber(readProperties(findNode(file, NODES.store)), PASSWORD) ?? 0);
  const folders = attempt(() => openTableOf(file, NODES.rootFolder, NODE_KINDS.subfoldersTable).rowCount);
  const problems = [password.problem, folders.problem].flatMap((problem) => problem ?? []);
  return { hasPassword: password.value === null ? null : password.value !== 0, problems };
}

function attempt<T>(read: () => T): { readonly value: T | null; readonly problem: string | null } {
  try {
    return { value: read(), problem: null };
  } catch (error) {
    return { value: null, problem: reasonOf(error) };
  }
}

/** The file system's own word where it refused, else what is wrong with the bytes. */
function reasonOf(error: unknown): string {
  const code = error instanceof PstFault ? fileSystemCode(error.cause) : fileSystemCode(error);
  return code ?? faultWord(error);
}

function lookInside({ source, head, facts }: Look, store: StoreLook): readonly Finding[] {
  if (facts.format === 'unknown') return [];
  const probe = createProbe(source);
  const layout = LAYOUTS[facts.format];
  const nodes = lookAtIndex('nodes', { head, layout, probe });
  const blocks = lookAtIndex('blocks', { head, layout, probe });
  const findings = [...nodes.findings, ...blocks.findings];
  // That a store cannot be found through a damaged index tells nothing more.
  const [reason] = store.problems;
  if (findings.length === 0 && reason !== undefined) {
    findings.push({ code: 'storeDamaged', params: { reason } });
  }
  // That the end is missing has been said.
  if (facts.health === 'truncated') return findings;
  const { lastLeaf } = blocks;
  if (lastLeaf !== null) findings.push(...finding('endDamaged', () => checkFarthestBlock(lastLeaf, layout, probe)));
  return [...findings, ...lookAtMaps({ head, facts, probe })];
}

type IndexLook = { readonly findings: readonly Finding[]; readonly lastLeaf: Buffer | null };
type Inside = { readonly head: Buffer; readonly layout: FileLayout; readonly probe: Probe };

function lookAtIndex(index: IndexName, { head, layout, probe }: Inside): IndexLook {
  const root = readNumber(head, layout.roots[index], layout.idBytes);
  let lastLeaf: Buffer | null = null;
  const findings = finding(
    'indexDamaged',
    () => {
      lastLeaf = readIndexEnds({ index, root, layout }, probe).last;
    },
    { index },
  );
  return { findings, lastLeaf };
}

/** Maps marked invalid are made anew before anyone believes them, so what they hold does not matter. */
function lookAtMaps({ head, facts, probe }: Pick<Look, 'head' | 'facts'> & { probe: Probe }): readonly Finding[] {
  const { format, health } = facts;
  if (!hasKnownMaps(format) || health === 'notClosed') return [];
  const last = readLastMapOffset(head, format);
  return mapOffsets(last).flatMap((offset) => {
    // Where the last of many maps is not, the end of the file was lost, for instance when a copy broke off.
    const isEnd = offset === last && !isFirstMap(offset);
    return finding(isEnd ? 'endDamaged' : 'mapDamaged', () => checkMap(offset, format, probe));
  });
}

function finding(code: FindingCode, look: () => void, params: Finding['params'] = {}): Finding[] {
  try {
    look();
    return [];
  } catch (error) {
    if (!(error instanceof BadPlace)) throw error;
    return [{ code, params: { ...params, offset: error.offset, reason: error.reason } }];
  }
}

function verdictOf(health: PstHealth, found: ReadonlySet<FindingCode>): Verdict {
  switch (health) {
    case 'empty':
    case 'notPst':
      return 'notPst';
    case 'ost':
    case 'pab':
    case 'cloudOnly':
    case 'wipProtected':
    case 'otherAccount':
    case 'unreadable':
      return 'cannotMove';
    case 'damaged':
      return 'repairFirst';
    case 'truncated':
    case 'fine':
    case 'notClosed':
    case 'inUse':
      if (found.has('encodingUnknown')) return 'cannotMove';
      if (REPAIRABLE.some((code) => found.has(code))) return 'repairFirst';
      return found.has('notClosed') || found.has('mapDamaged') ? 'notClosed' : 'fine';
  }
}
