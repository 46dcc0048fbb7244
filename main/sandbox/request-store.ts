import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RequestRecord } from './request-record.ts';

/** Requests on disk, one JSON file each. */
export interface RequestStore {
  /** All requests, oldest first. A file that is not one of ours is set aside as `….damaged`, never overwritten. */
  load(): Promise<RequestRecord[]>;
  /** Resolves once the record is on disk. Saves of one request take place in the order they were asked for. */
  save(record: RequestRecord): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Keeps requests in `folder`, which is made if it is missing. */
export function createRequestStore(folder: string): RequestStore {
  const pending = new Map<string, Promise<void>>();
  const inOrder = (id: string, work: () => Promise<void>) => {
    const result = (pending.get(id) ?? Promise.resolve()).then(work);
    // A failed write must not stop the next one.
    const settled = result.catch(() => undefined);
    pending.set(id, settled);
    return result.finally(() => {
      if (pending.get(id) === settled) pending.delete(id);
    });
  };
  const pathOf = (id: string) => join(folder, `${id}.json`);
  return {
    load: async () => {
      await mkdir(folder, { recursive: true });
      const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
      const records = await Promise.all(names.map((name) => readRecord(join(folder, name))));
      return records.flat().sort((a, b) => (a.queuedAt < b.queuedAt ? -1 : 1));
    },
    save: (record) => inOrder(record.id, () => writeRecord(pathOf(record.id), record)),
    remove: (id) => inOrder(id, () => rm(pathOf(id), { force: true })),
  };
}

async function readRecord(path: string): Promise<RequestRecord[]> {
  try {
    return [RequestRecord.parse(JSON.parse(await readFile(path, 'utf8')))];
  } catch {
    await rename(path, `${path}.damaged`);
    return [];
  }
}

async function writeRecord(path: string, record: RequestRecord): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w');
  try {
    await file.writeFile(JSON.stringify(record));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
