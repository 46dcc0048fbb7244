import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import PostalMime from 'postal-mime';

/** One `.eml` file as a mail library that is not ours reads it. */
export type ReadMail = {
  /** Folders below the root, joined by `/`; empty for the root. */
  readonly folder: string;
  readonly subject: string;
  readonly from: string;
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[];
};

/** Parses every `.eml` file below a folder. */
export async function readEmlTree(root: string): Promise<ReadMail[]> {
  const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.eml'));
  return Promise.all(names.map((name) => readEml(root, join(root, name))));
}

async function readEml(root: string, path: string): Promise<ReadMail> {
  // Attached messages count as attachments, as they do for the person who opens the mail.
  const mail = await PostalMime.parse(await readFile(path), { forceRfc822Attachments: true });
  return {
    folder: relative(root, dirname(path)).split(sep).join('/'),
    subject: mail.subject ?? '',
    from: mail.from?.address ?? '',
    attachments: mail.attachments.map(({ filename, content }) => ({ name: filename ?? '', bytes: bytesOf(content) })),
  };
}

function bytesOf(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}
