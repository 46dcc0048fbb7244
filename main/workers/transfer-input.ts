import type { ImportSource } from '../import/engine.ts';
import type { TransferControl, UploadInput } from '../upload/upload-event.ts';

/** What the transfer worker is started with: what to send, and the permission to write it (a secret). */
export type TransferInput = {
  readonly upload: UploadInput;
  readonly access: ImportSource;
  readonly control: TransferControl;
  /** The PC names no proxy for the store. */
  readonly isDirect: boolean;
};

/** What the transfer worker asks its parent: another permission for the same blob. The answer is an `ImportSource`. */
export type TransferQuestion = { readonly kind: 'renew' };

/** What the transfer worker is told: what holds it from now on; that the PC has slept. */
export type TransferNews = { readonly kind: 'control'; readonly control: TransferControl } | { readonly kind: 'woke' };
