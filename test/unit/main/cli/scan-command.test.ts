import { describe, expect, it } from 'vitest';
import type { CommandContext } from '../../../../main/cli/command.ts';
import { type ScanOptions, scanCommand } from '../../../../main/cli/scan-command.ts';
import type { OfferedRoot } from '../../../../main/scan/ports.ts';
import type { ScanEvent, ScanInput } from '../../../../main/scan/scan-event.ts';
import { CliLine } from '../../../../preload/contract/index.ts';
import { deferred, untilAborted } from '../../../support/migration/fake-ports.ts';
import { foundFile, scannedEvent } from '../../../support/migration/fake-scan.ts';

const PLAIN: ScanOptions = { json: true, deep: false, csv: false, skip: [], skipList: false };
const DRIVE: OfferedRoot = {
  kind: 'fixed',
  path: '/c',
  label: 'Disk',
  sizeBytes: null,
  freeBytes: null,
  isDefault: true,
  aliasOf: null,
  keepsFolderTimes: true,
};

/** A command line whose scan is scripted; keeps what the scan was given and what was told. */
function createContext(script: (signal: AbortSignal) => AsyncGenerator<ScanEvent>) {
  const inputs: ScanInput[] = [];
  const lines: CliLine[] = [];
  const raw: string[] = [];
  const said: string[] = [];
  const stop = new AbortController();
  const unused = () => Promise.reject(new Error('not for a scan'));
  const context: CommandContext = {
    output: {
      data: (line) => void lines.push(CliLine.parse(line)),
      raw: (text) => void raw.push(text),
      say: (text) => void said.push(text),
      progress: () => undefined,
      error: () => undefined,
    },
    signal: stop.signal,
    stateFolder: '/state',
    look: unused,
    open: unused,
    host: {
      spawn: () => {
        throw new Error('not for a scan');
      },
      scan: (input, { signal }) => {
        inputs.push(input);
        return script(signal);
      },
      assets: '/assets',
      preferences: unused,
      tenantFile: null,
      power: null,
      isDirect: async () => true,
      hasSandbox: false,
      vault: null,
      policyFile: '/none',
      version: '0.1.0',
      defaultStateFolder: '/state',
      listVolumes: async () => [DRIVE, { ...DRIVE, kind: 'network', path: '/mnt/nas', isDefault: false }],
      listAttached: async () => [{ path: '/c/mail/a.pst', profile: 'Work' }],
      listRemoteMounts: async (folders) => folders.map((folder) => `${folder}/far`),
      resolvePath: (path) => `/start/${path}`,
      statSizeBytes: unused,
    },
  };
  return { context, inputs, lines, raw, said, stop };
}

async function* twoFiles(): AsyncGenerator<ScanEvent> {
  yield { kind: 'found', file: foundFile('a.pst') };
  yield { kind: 'denied', path: '/c/private', reason: 'EACCES' };
  yield { kind: 'found', file: foundFile('b.pst') };
  yield { kind: 'foundAgain', fileId: '1:a.pst', path: '/c/again.pst' };
  yield scannedEvent(3);
}

describe('scan', () => {
  it('without a folder looks in the drives that are looked in unasked, and past the others', async () => {
    const { context, inputs, lines } = createContext(twoFiles);
    expect(await scanCommand([], PLAIN, context)).toBe(0);
    expect(inputs).toEqual([
      {
        roots: ['/c'],
        barriers: ['/mnt/nas'],
        skipped: [],
        files: ['/c/mail/a.pst'],
        isDeep: false,
        known: [],
        memoryFile: null,
      },
    ]);
    expect(lines.map(({ kind }) => kind)).toEqual(['denied', 'candidate', 'candidate', 'scanned']);
    expect(lines).toMatchObject([
      { path: '/c/private' },
      { name: 'a.pst', paths: ['/c/mail/a.pst', '/c/again.pst'], outlookProfile: 'Work', reason: 'attached' },
      { name: 'b.pst', outlookProfile: null },
      { folders: 3, files: 30, denied: 1 },
    ]);
  });

  it('of named folders looks there, past network drives below them and what is to be left out', async () => {
    const { context, inputs } = createContext(twoFiles);
    await scanCommand(['x'], { ...PLAIN, deep: true, skip: ['cache', '*/Recovery'], skipList: true }, context);
    expect(inputs[0]).toMatchObject({ roots: ['/start/x'], barriers: ['/start/x/far'], files: [], isDeep: true });
    expect(inputs[0]?.skipped.slice(-2)).toEqual(['/start/cache', '*/Recovery']);
    expect(inputs[0]?.skipped.length).toBeGreaterThan(1);
  });

  it('as a table tells each file in a row, and people how much there was', async () => {
    const { context, lines, raw, said } = createContext(twoFiles);
    await scanCommand(['x'], { ...PLAIN, json: false, csv: true }, context);
    expect(raw.join('').trimEnd().split('\r\n')).toHaveLength(3);
    expect(lines.filter(({ kind }) => kind === 'candidate')).toEqual([]);
    expect(said.join()).toContain('2 PSTs in 3 folders');
  });

  it('of a place that cannot be looked in is no full success', async () => {
    const { context } = createContext(async function* () {
      yield { kind: 'denied', path: '/start/x', reason: 'ENOENT' };
      yield scannedEvent(1);
    });
    expect(await scanCommand(['x', 'y'], PLAIN, context)).toBe(2);
  });

  it('that is stopped tells what it had found', async () => {
    const isLooking = deferred();
    const { context, lines, stop } = createContext(async function* (signal) {
      yield { kind: 'found', file: foundFile('a.pst') };
      isLooking.resolve();
      yield await untilAborted(signal);
    });
    const run = scanCommand(['x'], PLAIN, context);
    await isLooking.promise;
    stop.abort('shutdown');
    await expect(run).rejects.toBe('shutdown');
    expect(lines).toMatchObject([{ kind: 'candidate', name: 'a.pst' }]);
  });
});
