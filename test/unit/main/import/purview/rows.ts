import type { HandoverRow } from '../../../../../main/import/purview/ports.ts';

/** A row of a usual kind, with what is different. */
export function handoverRow(different: Partial<HandoverRow> = {}): HandoverRow {
  return {
    name: 'job-1',
    mailbox: 'ann@contoso.example',
    isArchive: false,
    targetRootFolder: 'Imported PST/old',
    blobUri: 'https://store.blob.core.windows.net/ingestiondata/a1.pst',
    contentCodePage: null,
    handedOverAt: '2026-03-04T05:06:07.000Z',
    ...different,
  };
}

/** A container's blob of that name. */
export function blobUri(path: string): string {
  return `https://store.blob.core.windows.net/ingestiondata/${path}`;
}
