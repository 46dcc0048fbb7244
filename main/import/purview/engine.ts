import { AppError, type ImportStatistics } from '../../../preload/contract/index.ts';
import type { ImportEngine, ImportOrder } from '../engine.ts';
import { checkRow, toMappingFiles } from './mapping-csv.ts';
import type { HandoverRow, HandoverStore } from './ports.ts';
import { stepsHtml } from './steps.ts';

/** Before the name of the order, in the id of a request. */
const ID_PREFIX = 'purview:';

/** The page beside the lists. */
export const STEPS_FILE = 'steps.html';

/** Stands for a file that is not there yet. */
const ANY_SOURCE = { blobUri: 'https://contoso.blob.core.windows.net/ingestiondata/any.pst', sasToken: '' };

/** What the engine works with. */
export type PurviewParts = { readonly store: HandoverStore; readonly now: () => Date };

/**
 * Hands imports over to an administrator: keeps the list Purview's import jobs start from, and the steps to take. A request
 * is over as soon as it is in the list.
 * @throws AppError targetInvalid for what Purview cannot do, before anything is written; importRemoved for a request that
 *   is not in the list; stateDamaged, stateUnwritable
 */
export function createPurviewEngine({ store, now }: PurviewParts): ImportEngine {
  const change = createChanges(store);
  return {
    kind: 'purview',
    async *probe() {
      yield {
        step: 'tenant',
        outcome: 'ok',
        detail: 'files are uploaded here, an administrator starts the import in Purview',
        error: null,
      };
    },
    listMailboxes: async () => [],
    checkTarget: ({ rootFolder: targetRootFolder, ...place }) => {
      toRow({ ...place, name: 'any', targetRootFolder, source: ANY_SOURCE }, now());
    },
    start: async (order, signal) => {
      const row = toRow(order, now());
      signal.throwIfAborted();
      await change((rows) => withRow(rows, row));
      return `${ID_PREFIX}${order.name}`;
    },
    async *watch(requestId, signal) {
      signal.throwIfAborted();
      const row = (await store.read()).find(({ name }) => `${ID_PREFIX}${name}` === requestId);
      if (!row) throw new AppError('importRemoved');
      yield toStatistics(row);
    },
    find: async (wanted) => {
      const row = (await store.read()).find(({ name }) => name === wanted);
      return row ? `${ID_PREFIX}${row.name}` : null;
    },
    renew: async () => undefined,
    suspend: async () => undefined,
    resume: async () => undefined,
    list: async () => (await store.read()).map(toStatistics),
    remove: async (requestId) => {
      await change((rows) => rows.filter(({ name }) => `${ID_PREFIX}${name}` !== requestId));
    },
    close: async () => undefined,
  };
}

type Change = (rows: readonly HandoverRow[]) => readonly HandoverRow[];

/** One change after the other: each starts from what the last one wrote. A change that failed does not hold up the next. */
function createChanges(store: HandoverStore): (change: Change) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  const apply = async (change: Change) => {
    const rows = change(await store.read());
    const files = toMappingFiles(rows);
    const texts = files.map(({ name, text }) => [name, text] as const);
    await store.write({ rows, files: new Map([...texts, [STEPS_FILE, stepsHtml(files)]]) });
  };
  return (change) => {
    const done = last.then(() => apply(change));
    last = done.catch(() => undefined);
    return done;
  };
}

function toRow(order: ImportOrder, now: Date): HandoverRow {
  const { name, mailbox, isArchive, targetRootFolder, source } = order;
  if (order.includeFolders.length + order.excludeFolders.length > 0) {
    throw new AppError('targetInvalid', { reason: 'Purview cannot choose folders of a file' });
  }
  const row: HandoverRow = {
    name,
    mailbox,
    isArchive,
    targetRootFolder,
    // Whatever stands behind the address of the blob may open it.
    blobUri: source.blobUri.replace(/[?#].*$/s, ''),
    contentCodePage: null,
    handedOverAt: now.toISOString(),
  };
  checkRow(row);
  return row;
}

/** In the place of the row of that name, else at the end. */
function withRow(rows: readonly HandoverRow[], row: HandoverRow): readonly HandoverRow[] {
  const same = rows.find(({ name }) => name === row.name);
  if (!same) return [...rows, row];
  return rows.map((each) => (each === same ? { ...row, handedOverAt: same.handedOverAt } : each));
}

function toStatistics(row: HandoverRow): ImportStatistics {
  return {
    requestId: `${ID_PREFIX}${row.name}`,
    name: row.name,
    mailbox: row.mailbox,
    isArchive: row.isArchive,
    targetRootFolder: row.targetRootFolder,
    status: 'HandedOver',
    statusDetail: '',
    phase: 'handedOver',
    percentComplete: null,
    itemsTransferred: 0,
    itemsTotal: null,
    bytesTransferred: 0,
    bytesTotal: null,
    skipped: [],
    sourceUri: row.blobUri,
    queuedAt: row.handedOverAt,
    startedAt: null,
    completedAt: null,
    failedAt: null,
    failure: null,
    mailboxPath: null,
  };
}
