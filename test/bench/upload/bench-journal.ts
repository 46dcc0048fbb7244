import type { JobEvent } from '../../../main/migration/job.ts';
import { encodeRecord, type JournalStore, loadJob } from '../../../main/migration/journal.ts';
import type { SourceSignature } from '../../../main/upload/ports.ts';
import type { UploadEvent } from '../../../main/upload/upload-event.ts';
import { JobId } from '../../../preload/contract/index.ts';

const TARGET = {
  mailbox: 'bench@example.com',
  isArchive: false,
  rootFolder: '',
  includeFolders: [],
  excludeFolders: [],
};

/** The journal of one upload, as the main process keeps it. */
export type BenchJournal = {
  readonly jobId: JobId;
  /** Blocks an earlier run saw accepted. */
  readonly stagedIds: readonly string[];
  /** Resolves when what must survive a crash is on disk. */
  record(event: UploadEvent): Promise<void>;
};

/** Goes on with the journal of the bench that lies in `journals`, or begins one. */
export async function openBenchJournal(
  journals: JournalStore,
  path: string,
  signature: SourceSignature,
): Promise<BenchJournal> {
  const jobId = JobId.parse('bench');
  const write = (events: readonly JobEvent[]) => {
    const at = new Date().toISOString();
    return journals.append(jobId, Buffer.concat(events.map((event) => encodeRecord({ at, event }))));
  };
  const isKept = (await journals.list()).includes(jobId);
  const stagedIds = isKept ? await readStagedIds(journals, jobId) : [];
  if (!isKept) {
    const file = { path, name: 'bench.pst', sizeBytes: signature.sizeBytes };
    await write([
      { kind: 'created', id: jobId, file, target: TARGET },
      { kind: 'queued' },
      { kind: 'checkStarted' },
      { kind: 'uploadStarted', signature },
    ]);
  }
  return {
    jobId,
    stagedIds,
    async record(event) {
      if (event.kind === 'blocksStaged') await write(event.blocks.map((block) => ({ kind: 'blockStaged', ...block })));
      if (event.kind === 'blocksLost') await write([{ kind: 'blocksLost', ids: [...event.ids] }]);
    },
  };
}

async function readStagedIds(journals: JournalStore, jobId: JobId): Promise<readonly string[]> {
  const { phase } = await loadJob(journals, jobId);
  return phase.kind === 'uploading' ? phase.upload.stagedIds : [];
}
