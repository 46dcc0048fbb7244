import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, realpath, stat, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  defaultStateFolder,
  ensureStateFolder,
  lockStateFolder,
  type StateLock,
  waitForFolder,
} from '../../../../main/platform/state-folder.ts';
import { temporaryFolder } from '../../../support/cli/folders.ts';
import { bundleForNode, projectModule } from '../../../support/platform/bundle.ts';

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let folder = '';
const held: StateLock[] = [];
beforeEach(async () => {
  temporary = await temporaryFolder();
  folder = temporary.path;
});
afterEach(async () => {
  await Promise.all(held.splice(0).map((lock) => lock.release()));
  await temporary.remove();
});

async function lock(path = folder): Promise<StateLock> {
  const taken = await lockStateFolder(path);
  held.push(taken);
  return taken;
}

describe('defaultStateFolder', () => {
  it.each([
    ['win32', { APPDATA: join('C:', 'Roaming') }, join('C:', 'Roaming', 'PST Ferry')],
    ['win32', {}, join(homedir(), 'AppData', 'Roaming', 'PST Ferry')],
    ['darwin', {}, join(homedir(), 'Library', 'Application Support', 'PST Ferry')],
    ['linux', { XDG_CONFIG_HOME: '/config' }, '/config/pst-ferry'],
    ['linux', {}, join(homedir(), '.config', 'pst-ferry')],
  ] as const)('on %s with %j is %s', (platform, environment, expected) => {
    expect(defaultStateFolder(environment, platform)).toBe(expected);
  });
});

describe('ensureStateFolder', () => {
  it('makes the folder for the person alone and names its parts', async () => {
    const path = join(folder, 'a', 'state');
    const real = join(await realpath(folder), 'a', 'state');
    const parts = { path: real, jobs: join(real, 'jobs'), logs: join(real, 'logs'), tenant: join(real, 'tenant') };
    expect(await ensureStateFolder(path)).toEqual(parts);
    expect((await stat(path)).mode & 0o077).toBe(0);
    expect(await ensureStateFolder(path)).toEqual(parts);
  });

  it('gives one path for every way to name a folder, so that a lock holds against all of them', async () => {
    await mkdir(join(folder, 'state'));
    await symlink(join(folder, 'state'), join(folder, 'link'));
    const direct = await ensureStateFolder(join(folder, 'state'));
    expect((await ensureStateFolder(join(folder, 'link'))).path).toBe(direct.path);
    expect((await ensureStateFolder(join(folder, 'x', '..', 'state', ''))).path).toBe(direct.path);
  });

  it('says so when a file is in its place', async () => {
    await writeFile(join(folder, 'state'), 'a file');
    await expect(ensureStateFolder(join(folder, 'state'))).rejects.toMatchObject({
      code: 'stateUnwritable',
      params: { reason: 'EEXIST' },
    });
  });
});

describe('lockStateFolder', () => {
  it('is taken once; who comes second hears that it is in use, until it is released', async () => {
    const first = await lock();
    await expect(lockStateFolder(folder)).rejects.toMatchObject({ code: 'stateInUse', params: { folder } });
    await expect(lockStateFolder(folder)).rejects.toMatchObject({ code: 'stateInUse' });
    await first.release();
    const second = await lock();
    await first.release();
    await expect(lockStateFolder(folder)).rejects.toMatchObject({ code: 'stateInUse' });
    await second.release();
  });

  it('of one folder says nothing about another', async () => {
    await lock(join(folder, 'a'));
    await lock(join(folder, 'b'));
    await expect(lockStateFolder(join(folder, 'b'))).rejects.toMatchObject({ code: 'stateInUse' });
  });

  it('is never held by two, however many ask at once', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => lock()));
    expect(asked.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  });

  it('can be a socket file where there are no others, and is released as well', async () => {
    const first = await lockStateFolder(folder, 'darwin');
    await expect(lockStateFolder(folder, 'darwin')).rejects.toMatchObject({ code: 'stateInUse' });
    await first.release();
    await (await lockStateFolder(folder, 'darwin')).release();
  });

  it('held by another process ends with that process, however that ends', async () => {
    const script = await bundleForNode(
      folder,
      'holder',
      `import { lockStateFolder } from ${projectModule('main/platform/state-folder.ts')};
       await lockStateFolder(process.argv[2] ?? '');
       process.stdout.write('held');
       setInterval(() => undefined, 60_000);`,
    );
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    try {
      expect(String((await once(child.stdout, 'data'))[0])).toBe('held');
      await expect(lockStateFolder(folder)).rejects.toMatchObject({ code: 'stateInUse' });
    } finally {
      child.kill('SIGKILL');
    }
    expect((await exited)[1]).toBe('SIGKILL');
    await lock();
  }, 30_000);
});

describe('waitForFolder', () => {
  it('takes the folder when whoever holds it lets go, not before', async () => {
    const first = await lock();
    let isTaken = false;
    const waiting = waitForFolder(folder, 60_000).then((taken) => {
      isTaken = true;
      held.push(taken);
    });
    // Each try of ours takes as many turns of the event loop as one of those that wait.
    for (let tries = 0; tries < 5; tries++)
      await expect(lockStateFolder(folder)).rejects.toMatchObject({ code: 'stateInUse' });
    expect(isTaken).toBe(false);
    await first.release();
    await waiting;
    await expect(lockStateFolder(folder)).rejects.toMatchObject({ code: 'stateInUse' });
  });

  it('takes a free folder at once', async () => {
    held.push(await waitForFolder(folder, 0));
    await expect(lockStateFolder(folder)).rejects.toMatchObject({ code: 'stateInUse' });
  });

  it('gives up at its limit', async () => {
    await lock();
    await expect(waitForFolder(folder, 0)).rejects.toMatchObject({ code: 'stateInUse' });
  });
});
