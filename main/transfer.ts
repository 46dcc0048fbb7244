import { AppError } from '../preload/contract/index.ts';
import type { Conditions, Upload } from './migration/ports.ts';
import type { SpawnWorker } from './platform/worker-process.ts';
import { streamFromWorker } from './platform/worker-stream.ts';
import type { UploadEvent } from './upload/upload-event.ts';
import type { TransferInput, TransferNews } from './workers/transfer-input.ts';

type TransferParts = { readonly spawn: SpawnWorker; readonly isDirect: (url: string) => Promise<boolean> };

/** Sends in a process of its own, which is told of every change of the conditions and gets new permissions from here. */
export function createUpload({ spawn, isDirect }: TransferParts): Upload {
  return async function* (upload, access, { signal, renew, conditions }) {
    const control = conditions.current();
    const input: TransferInput = { upload, access, control, isDirect: await isDirect(access.blobUri) };
    yield* streamFromWorker<UploadEvent>(
      { spawn, name: 'worker-transfer', input },
      {
        signal,
        silenceMs: null,
        onSilence: silentWorker,
        // It goes on from the last block that was written down.
        onCrash: (exitCode) => crashedWorker(exitCode, true),
        answer: (question, each) => {
          if (!isRenewal(question)) throw new Error('a question nobody knows');
          return renew(each);
        },
        connect: (tell) => connectConditions(conditions, tell),
      },
    );
  };
}

function isRenewal(question: unknown): boolean {
  return typeof question === 'object' && question !== null && 'kind' in question && question.kind === 'renew';
}

function connectConditions(conditions: Conditions, tell: (news: TransferNews) => void): () => void {
  const endings = [
    conditions.onChange((control) => tell({ kind: 'control', control })),
    conditions.onWake(() => tell({ kind: 'woke' })),
  ];
  // What changed while the worker was starting.
  tell({ kind: 'control', control: conditions.current() });
  return () => {
    for (const end of endings) end();
  };
}

/** What a worker without a word means. */
export function silentWorker(): AppError {
  return new AppError('internal', { reason: 'a worker fell silent' });
}

/** What a worker that ended by itself means. */
export function crashedWorker(exitCode: number | null, isRetryable = false): AppError {
  return new AppError('internal', { reason: `a worker ended with ${exitCode}` }, { isRetryable });
}
