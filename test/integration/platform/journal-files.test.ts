import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli/folders.ts';
import { bundleForNode, projectModule } from '../../support/platform/bundle.ts';

/** A disk of our own, seen by one process and what it starts alone; gone with it. */
const OWN_DISK = ['-rm', 'sh', '-c'];
const mount = (folder: string) => `mount -t tmpfs -o size=64k,mode=700 tmpfs '${folder}'`;
const canMount = spawnSync('unshare', [...OWN_DISK, mount('/mnt')]).status === 0;

/**
 * Writes records into the journal of a job until the disk is full, makes room, goes on, and reads it all back. The filler
 * leaves an odd number of bytes, so that records are torn in the middle.
 */
const SCRIPT = `
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournalFiles } from ${projectModule('main/platform/journal-files.ts')};
import { decodeRecords, encodeRecord } from ${projectModule('main/migration/journal.ts')};

const folder = process.argv[2];
const filler = join(folder, 'filler');
const journals = await openJournalFiles(join(folder, 'jobs'));
await writeFile(filler, new Uint8Array(20_001));
const written = [];
const reasons = [];
for (let number = 0, refusals = 0; refusals < 4 && number < 2_000; number++) {
  const batch = ['x', 'y', 'z'].map((id) => ({ at: '', event: { kind: 'blockStaged', id: id + number + '-'.repeat(200), sizeBytes: 1 } }));
  try {
    await journals.append('job-1', Buffer.concat(batch.map(encodeRecord)));
    written.push(...batch);
  } catch (error) {
    reasons.push(error.code + ' ' + error.params.reason);
    refusals += 1;
    if (refusals === 2) await truncate(filler, 8_001);
    if (refusals === 3) await rm(filler);
  }
}
const bytes = await journals.read('job-1');
const { records, validBytes } = decodeRecords(bytes);
const isWhole = validBytes === bytes.byteLength && JSON.stringify(records) === JSON.stringify(written);
process.stdout.write(JSON.stringify({ reasons, isWhole, hasGoneOn: written.length > 60 }));
`;

describe.skipIf(!canMount)('a disk that is full', () => {
  let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
  let script = '';
  beforeAll(async () => {
    temporary = await temporaryFolder();
    script = await bundleForNode(temporary.path, 'fill', SCRIPT);
  });
  afterAll(() => temporary?.remove());

  it('costs no record that was acknowledged, and none that is written once there is room', async () => {
    const disk = join(temporary.path, 'disk');
    await mkdir(disk);
    const command = `${mount(disk)} && exec '${process.execPath}' '${script}' '${disk}'`;
    const { stdout, stderr } = spawnSync('unshare', [...OWN_DISK, command], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      reasons: Array.from({ length: 4 }, () => 'stateUnwritable ENOSPC'),
      isWhole: true,
      hasGoneOn: true,
    });
  });
});
