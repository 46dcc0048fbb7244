import { expect, test } from 'vitest';
import { z } from 'zod';
import { CliLine } from '../../preload/contract/index.ts';

/** What is told of an import, whoever started it. */
const STATISTICS: readonly string[] = [
  'requestId: string',
  'name: string',
  'mailbox: string',
  'isArchive: boolean',
  'targetRootFolder: string',
  'status: string',
  'statusDetail: string',
  'phase: string',
  'percentComplete: number|null',
  'itemsTransferred: integer',
  'itemsTotal: integer|null',
  'bytesTransferred: integer',
  'bytesTotal: integer|null',
  'skipped: array',
  'sourceUri: string',
  'queuedAt: string|null',
  'startedAt: string|null',
  'completedAt: string|null',
  'failedAt: string|null',
  'failure: object|null',
  'mailboxPath: string|null',
  'service: object (optional)',
  'secondsLeft: object|null (optional)',
];

/**
 * What scripts rely on: the fields of every line of `--json` output, with what they hold. A script that was written
 * against an earlier version reads a later one, so fields may be added here and nothing else may change.
 */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  drive: [
    'driveKind: string',
    'path: string',
    'label: string',
    'sizeBytes: number|null',
    'freeBytes: number|null',
    'isDefault: boolean',
    'aliasOf: string|null',
    'lastScanned: string|null',
  ],
  candidate: [
    'path: string',
    'paths: array',
    'name: string',
    'sizeBytes: number',
    'modified: string',
    'format: string',
    'health: string',
    'fileKind: string|null',
    'isRenamed: boolean',
    'isEncrypted: boolean',
    'place: object',
    'owner: string|null',
    'outlookProfile: string|null',
    'copyOf: object|null',
    'moved: object|null',
    'isSuggested: boolean',
    'reason: string',
  ],
  denied: ['path: string', 'reason: string'],
  scanned: ['folders: number', 'files: number', 'denied: number'],
  contents: [
    'format: string',
    'health: string',
    'check: object',
    'top: array',
    'items: integer',
    'sizeBytes: number',
    'kinds: object',
    'unread: integer',
    'oldest: string|null',
    'newest: string|null',
    'tooLarge: integer',
    'tooDeep: integer',
    'folders: array',
    'searchFolders: array',
    'largest: array',
    'problems: array',
    'path: string',
  ],
  health: [
    'verdict: string',
    'findings: array',
    'format: string',
    'health: string',
    'encoding: string',
    'hasPassword: boolean|null',
    'path: string',
  ],
  overlap: ['path: string', 'other: string', 'shared: integer', 'items: integer'],
  state: ['job: string', 'file: string', 'state: string'],
  progress: [
    'phase: string',
    'doneBytes: integer',
    'totalBytes: integer',
    'keptBytes: integer',
    'bytesPerSecond: number|null',
    'waitingSince: string|null',
    'waitingFor: string|null',
    'job: string',
  ],
  statistics: [...STATISTICS, 'job: string'],
  import: STATISTICS,
  blob: [
    'blob: string',
    'sizeBytes: integer',
    'modifiedAt: string',
    'ageDays: integer',
    'requests: array',
    'action: string',
    'reason: string',
  ],
  connection: [
    'connection: anything',
    'isManaged: boolean',
    'hasSandbox: boolean',
    'canRemember: boolean',
    'secrets: array',
    'problem: object|null',
  ],
  receipt: [
    'job: string',
    'file: string',
    'sha256: string|null',
    'sizeBytes: integer',
    'sentBytes: integer',
    'blob: string|null',
    'requestId: string|null',
    'state: string',
    'found: integer',
    'moved: integer',
    'skipped: array',
    'mailbox: string',
    'isArchive: boolean',
    'rootFolder: string',
    'includeFolders: array',
    'excludeFolders: array',
    'mailboxPath: string|null',
    'isHandedOver: boolean',
    'readings: array',
    'startedAt: string',
    'finishedAt: string',
    'problem: object|null',
  ],
  check: ['name: string', 'ok: boolean', 'detail: string', 'outcome: string (optional)', 'advice: string (optional)'],
  sas: [
    'sasKind: string',
    'resource: string',
    'host: string|null',
    'container: string|null',
    'blob: string|null',
    'rights: string|null',
    'startsAt: string|null',
    'expiresAt: string|null',
    'policy: string|null',
    'version: string|null',
    'isSigned: boolean',
    'isAccepted: boolean',
  ],
  sasFinding: ['level: string', 'code: string', 'params: object', 'message: string'],
  error: ['code: string', 'message: string', 'file: string (optional)', 'params: object (optional)'],
};

type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly const?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
};

function typeOf({ type, anyOf }: JsonSchema): string {
  return anyOf ? anyOf.map(typeOf).join('|') : [type ?? 'anything'].flat().join('|');
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema): readonly string[] {
  return Object.entries(properties)
    .filter(([name]) => name !== 'kind')
    .map(([name, schema]) => `${name}: ${typeOf(schema)}${required.includes(name) ? '' : ' (optional)'}`);
}

test('every field that scripts may rely on is still there, and still of its type', () => {
  const schema = z.toJSONSchema(CliLine) as JsonSchema;
  const kinds = schema.oneOf ?? schema.anyOf ?? [];
  const found = Object.fromEntries(kinds.map((line) => [line.properties?.kind?.const, [...fieldsOf(line)].sort()]));
  const expected = Object.fromEntries(Object.entries(FIELDS).map(([kind, fields]) => [kind, [...fields].sort()]));
  expect(found).toEqual(expected);
});
