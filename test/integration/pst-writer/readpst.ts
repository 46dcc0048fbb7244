import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import PostalMime from 'postal-mime';
import type { SampleMailbox } from '../../support/pst-writer/index.ts';
import { expectedOf, type SeenItem, type SeenMailbox, sha1, sortFiles } from './expected.ts';
import { runTool } from './tool.ts';

/** Parts it makes of other things: attached messages, invitations, letters as RTF. */
const MADE_TYPES = ['message/rfc822', 'text/calendar', 'application/ics'];
const RTF_NAME = 'rtf-body.rtf';

/** What of a mailbox `readpst` shows: of these kinds it writes nothing, and of a contact the name. */
export function expectedOfReadpst(mailbox: SampleMailbox): SeenMailbox {
  const expected = expectedOf(mailbox, {
    shows: ({ messageClass, distributionList, task, stickyNote }) =>
      messageClass !== 'IPM.Post' && [distributionList, task, stickyNote].every((one) => one === undefined),
    // Cards and calendar entries have nothing attached there.
    showsAttachments: ({ contact, appointment, journalEntry }) =>
      [contact, appointment, journalEntry].every((one) => one === undefined),
    subjectOf: ({ contact, subject }) => contact?.displayName ?? subject,
  });
  const shown = ({ subject, files }: SeenItem): SeenItem => ({
    subject,
    files: sortFiles(files),
    embedded: [],
    details: null,
  });
  return new Map(
    [...expected]
      .map(([name, items]): [string, SeenItem[]] => [name, items.map(shown)])
      .filter(([, items]) => items.length > 0),
  );
}

/** What libpst's `readpst` finds; deleted items included, attached messages only as "there is one". */
export async function readWithReadpst(path: string, workFolder: string): Promise<SeenMailbox> {
  runTool('readpst', ['-D', '-e', '-j', '0', '-q', '-o', workFolder, path]);
  const byFolder = new Map<string, string[]>();
  for (const entry of readdirSync(workFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const folder = entry.parentPath
      .slice(workFolder.length + 1)
      .split('/')
      .slice(1)
      .join(' / ');
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), join(entry.parentPath, entry.name)]);
  }
  const seen = new Map<string, SeenItem[]>();
  for (const [folder, files] of byFolder) {
    // Files are named 1.eml, 2.eml … in the order of the folder's table.
    files.sort((a, b) => numberOf(a) - numberOf(b));
    seen.set(folder, await Promise.all(files.map(readOutput)));
  }
  return seen;
}

function numberOf(path: string): number {
  return Number.parseInt(path.slice(dirname(path).length + 1), 10);
}

async function readOutput(path: string): Promise<SeenItem> {
  const text = readFileSync(path);
  if (!path.endsWith('.eml')) {
    const line = /^(?:SUMMARY|FN):(.*)$/m.exec(text.toString('utf8'));
    return { subject: line?.[1]?.trim() ?? '', files: [], embedded: [], details: null };
  }
  const mail = await PostalMime.parse(text, { forceRfc822Attachments: true });
  const parts = mail.attachments.filter(
    ({ mimeType, filename }) => !MADE_TYPES.includes(mimeType) && filename !== RTF_NAME,
  );
  return {
    subject: mail.subject ?? '',
    // readpst writes attachments in no fixed order.
    files: sortFiles(parts.map(({ filename, content }) => ({ name: filename ?? '', sha1: sha1([bytesOf(content)]) }))),
    embedded: [],
    details: null,
  };
}

function bytesOf(content: string | ArrayBuffer | Uint8Array): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}
