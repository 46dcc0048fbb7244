import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { safeFilePart } from './safe-name.ts';

/** Beside the mails of a folder: which source items they came from, `<entry id> <request id> <number>` a line. */
const INDEX_NAME = '.imported';
const TEMPORARY_PREFIX = '.arriving-';
const NUMBER_DIGITS = 4;

/** A mail to be stored. `receivedMs` becomes the file's time, milliseconds since 1970 UTC; null leaves it at now. */
export type NewMail = {
  readonly entryId: string;
  readonly subject: string;
  readonly receivedMs: number | null;
  readonly content: Readable;
};

/** One folder of a mailbox on disk. A mail is there completely or not at all, also after a kill. */
export type MailFolder = {
  /** The request that brought this item, when the item is (still) there. */
  requestOf(entryId: string): string | null;
  /** @throws the file system's own error when the mail cannot be written. */
  add(mail: NewMail): Promise<void>;
  close(): Promise<void>;
};

/** Opens a folder of a mailbox for one request, making it if it is missing. `path` is absolute. */
export async function openMailFolder(path: string, requestId: string): Promise<MailFolder> {
  await mkdir(path, { recursive: true });
  const names = await readdir(path);
  for (const name of names) if (name.startsWith(TEMPORARY_PREFIX)) await rm(join(path, name), { force: true });
  const present = new Set(names.flatMap(numberOf));
  const text = names.includes(INDEX_NAME) ? await readFile(join(path, INDEX_NAME), 'utf8') : '';
  const lines = parseIndex(text);
  const requests = new Map(
    lines.filter((line) => present.has(line.number)).map((line) => [line.entryId, line.request]),
  );
  let last = highest([...present, ...lines.map((line) => line.number)]);
  let index: FileHandle | null = null;

  const note = async (line: string) => {
    index ??= await open(join(path, INDEX_NAME), 'a');
    // The leading break ends a line a kill has torn, so that it cannot swallow this one.
    await index.appendFile(`\n${line}\n`);
  };
  return {
    requestOf: (entryId) => requests.get(entryId) ?? null,
    add: async (mail) => {
      last += 1;
      const temporary = join(path, `${TEMPORARY_PREFIX}${last}`);
      try {
        await writeMail(temporary, mail);
        // Noted before the mail appears: a note without its mail counts for nothing, a mail without its note would come twice.
        await note(`${mail.entryId} ${requestId} ${last}`);
        await rename(temporary, join(path, fileNameOf(last, mail.subject)));
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      requests.set(mail.entryId, requestId);
    },
    close: async () => index?.close(),
  };
}

async function writeMail(path: string, mail: NewMail): Promise<void> {
  await writeFile(path, mail.content);
  if (mail.receivedMs === null) return;
  const time = new Date(mail.receivedMs);
  // File systems differ in the times they can keep; a mail is not refused for the date of its file.
  await utimes(path, time, time).catch(() => undefined);
}

function fileNameOf(number: number, subject: string): string {
  return `${String(number).padStart(NUMBER_DIGITS, '0')} ${safeFilePart(subject) || 'no subject'}.eml`;
}

function numberOf(name: string): number[] {
  const number = /^(\d{4,9}) .*\.eml$/is.exec(name)?.[1];
  return number === undefined ? [] : [Number(number)];
}

type IndexLine = { readonly entryId: string; readonly request: string; readonly number: number };

function parseIndex(text: string): IndexLine[] {
  return text.split('\n').flatMap((line) => {
    const [entryId, request, number, ...rest] = line.split(' ');
    if (!entryId || !request || !/^\d{1,9}$/.test(number ?? '') || rest.length > 0) return [];
    return [{ entryId, request, number: Number(number) }];
  });
}

function highest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}
