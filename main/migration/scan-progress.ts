import type { ScanRoot } from '../../preload/contract/index.ts';
import type { ScanRecord } from '../scan/memory.ts';

/** More than this is never claimed: folders come and go between two scans. */
const MOST_PERCENT = 99;

/**
 * How far a scan is, 0 to 99: the folders it has read against those the last scan of the same places read. Null when one
 * of the places was never scanned to its end.
 */
export function percentDone(folders: number, roots: readonly ScanRoot[], records: ScanRecord['roots']): number | null {
  let expected = 0;
  for (const { path } of roots) {
    const record = records[path];
    if (!record) return null;
    expected += record.folders;
  }
  return expected === 0 ? null : Math.min(MOST_PERCENT, Math.floor((100 * folders) / expected));
}
