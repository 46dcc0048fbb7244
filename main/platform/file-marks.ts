import { type FileMarks, type MarkReader, UNKNOWN_MARKS } from '../scan/ports.ts';
import { createAccountNames, sameAccount } from './accounts.ts';
import { createMarksHost, type StartMarksProcess, startMarksProcess } from './marks-host.ts';

/** What marks are read with; all of it can be replaced. */
export type MarkReaderOptions = {
  readonly platform?: NodeJS.Platform;
  readonly env?: NodeJS.ProcessEnv;
  /** Full path of `file-marks.ps1`; without it nothing is known on Windows. Not used elsewhere. */
  readonly scriptPath?: string;
  readonly start?: StartMarksProcess;
  /** Longest silence of the process that is asked on Windows. */
  readonly timeoutMs?: number;
};

/** @see https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants */
const ATTRIBUTE_OFFLINE = 0x1000;
const ATTRIBUTE_ENCRYPTED = 0x4000;
const ATTRIBUTE_RECALL_ON_OPEN = 0x4_0000;
const ATTRIBUTE_RECALL_ON_DATA_ACCESS = 0x40_0000;
const CLOUD_ATTRIBUTES = ATTRIBUTE_OFFLINE | ATTRIBUTE_RECALL_ON_OPEN | ATTRIBUTE_RECALL_ON_DATA_ACCESS;

/** Unix keeps no such attributes. */
const NO_ATTRIBUTES: FileMarks = { ...UNKNOWN_MARKS, isCloudOnly: false };

/** A first answer takes the start of PowerShell too, which is seconds on a slow PC. */
const TIMEOUT_MS = 10_000;

/**
 * Reads what the system knows of files: on Windows by a PowerShell that runs from the first question to `close`, elsewhere
 * the owner alone. A PowerShell that stays silent for `timeoutMs` is ended and started again once; when it fails, or
 * is silent a second time, nothing is known of any file from then on.
 */
export function createMarkReader(options: MarkReaderOptions = {}): MarkReader {
  const { platform = process.platform, env = process.env, scriptPath, timeoutMs = TIMEOUT_MS } = options;
  if (platform !== 'win32') return createUnixReader();
  if (scriptPath === undefined) return { read: async () => UNKNOWN_MARKS, close: () => undefined };
  const { start = startMarksProcess } = options;
  const host = createMarksHost(() => start({ scriptPath, env }), timeoutMs);
  return {
    read: async (path) => {
      const answer = await host.ask(path);
      return answer === null || answer.attributes === null ? UNKNOWN_MARKS : marksOf(answer.attributes, answer.owner);
    },
    close: host.close,
  };
}

/** What the attributes of Windows (the `FILE_ATTRIBUTE_` bits) say of a file. */
export function marksOf(attributes: number, owner: string | null): FileMarks {
  return {
    isCloudOnly: (attributes & CLOUD_ATTRIBUTES) !== 0,
    isEncrypted: (attributes & ATTRIBUTE_ENCRYPTED) !== 0,
    owner,
  };
}

/**
 * True when the account that owns a file, as its marks name it, is our own. Null when nobody can tell: our own is not known, or the owner is a bare number of an account this PC does not know, perhaps the person's own on
 * their last PC.
 */
export function isOwnAccount(owner: string, own: string | null): boolean | null {
  if (sameAccount(owner, own)) return true;
  return own === null || /^(?:\d+|S-1-[\d-]+)$/.test(owner) ? null : false;
}

function createUnixReader(): MarkReader {
  const nameOf = createAccountNames();
  return {
    read: async (_path, { ownerId }) =>
      ownerId === undefined ? NO_ATTRIBUTES : { ...NO_ATTRIBUTES, owner: await nameOf(ownerId) },
    close: () => undefined,
  };
}
