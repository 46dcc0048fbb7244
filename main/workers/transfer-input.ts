import type { ImportSource } from '../import/engine.ts';
import type { UploadInput } from '../upload/upload-event.ts';

/** What the transfer worker is started with: what to send, and the permission to write it (a secret). */
export type TransferInput = { readonly upload: UploadInput; readonly access: ImportSource };
