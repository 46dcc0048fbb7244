import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../../..', import.meta.url));

/** Ways to disable the checking of certificates, in Node, Electron and Chromium. */
const WAYS =
  /rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|ignore-certificate|setCertificateVerifyProc|['"`]certificate-error['"`]|allow-insecure-localhost|checkServerIdentity|strictSSL/i;

async function sources(): Promise<string[]> {
  const folders = ['main', 'preload', 'renderer'].map((folder) => join(ROOT, folder));
  const lists = await Promise.all(folders.map((folder) => readdir(folder, { recursive: true })));
  const files = lists.flatMap((list, index) => list.map((name) => join(folders[index] ?? ROOT, name)));
  return [...files.filter((name) => /\.(ts|tsx|mjs|cjs|js|html)$/.test(name)), join(ROOT, 'package.json')];
}

test('no line of the product disables the checking of certificates', async () => {
  const files = await sources();
  expect(files.length).toBeGreaterThan(100);
  const found = await Promise.all(
    files.map(async (file) => (WAYS.test(await readFile(file, 'utf8')) ? [file.slice(ROOT.length)] : [])),
  );
  expect(found.flat()).toEqual([]);
});

test.each(['rejectUnauthorized: false', "appendSwitch('ignore-certificate-errors')", 'setCertificateVerifyProc('])(
  'the search would find %s',
  (line) => expect(WAYS.test(line)).toBe(true),
);
