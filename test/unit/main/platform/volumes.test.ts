import { describe, expect, test } from 'vitest';
import type { Command, RunCommand } from '../../../../main/platform/command-output.ts';
import { createVolumes, type VolumesOptions } from '../../../../main/platform/volumes.ts';
import { DEVICES, MOUNTS } from '../../../fixtures/windows/drives.ts';

const mount = (fs: string, type: string, path: string) => ({ fs, type, mount: path, size: 1000, available: 400 });
const noOutput: RunCommand = async () => ({ exitCode: 0, stdout: new Uint8Array() });

const LINUX: VolumesOptions = {
  platform: 'linux',
  homeFolder: '/home/anna',
  env: {},
  timeoutMs: 60_000,
  listMounts: async () => [],
  listDevices: async () => [],
  listClouds: async () => [],
  readMountInfo: async () => '',
  run: noOutput,
};
const WINDOWS: VolumesOptions = { ...LINUX, platform: 'win32', homeFolder: 'C:\\Users\\anna' };

const namesOf = async (volumes: ReturnType<typeof createVolumes>) =>
  (await volumes.list()).map(({ kind, path, isDefault }) => `${isDefault ? '+' : '-'} ${kind} ${path}`);
const list = (base: VolumesOptions, options: VolumesOptions) => namesOf(createVolumes({ ...base, ...options }));

const silent = () => new Promise<never>(() => undefined);
const failing = () => Promise.reject(new Error('no such tool'));

describe('on Windows', () => {
  const drives = { listMounts: async () => MOUNTS.slice(0, 2), listDevices: async () => DEVICES.slice(0, 2) };

  test('asks for second names by full path and without a shell', async () => {
    const commands: Command[] = [];
    const run: RunCommand = async (command) => {
      commands.push(command);
      const text = command.program.endsWith('subst.exe') ? 'D:\\: => C:\\data\r\n' : '';
      return { exitCode: 0, stdout: Buffer.from(text) };
    };
    const env = { SystemRoot: 'C:\\Windows' };
    expect(await list(WINDOWS, { ...drives, run, env })).toEqual(['+ fixed C:\\', '- fixed D:\\']);
    expect(commands.map(({ program, args }) => [program, ...args])).toEqual([
      ['C:\\Windows\\System32\\subst.exe'],
      ['C:\\Windows\\System32\\net.exe', 'use'],
    ]);
  });

  test('tools that fail only leave the second names out', async () => {
    expect(await list(WINDOWS, { ...drives, run: failing })).toEqual(['+ fixed C:\\', '+ fixed D:\\']);
  });
});

describe('cloud folders', () => {
  const listMounts = async () => [mount('/dev/sda2', 'ext4', '/'), mount('gd:', 'fuse.rclone', '/home/anna/Drive')];

  test('come after the drives, off, but for those a cloud drive holds', async () => {
    const listClouds = async () => [
      { path: '/home/anna/OneDrive', label: 'OneDrive' },
      { path: '/home/anna/Drive/My Drive', label: 'Google Drive' },
      { path: '/home/anna/Drive', label: 'Google Drive' },
    ];
    const found = await createVolumes({ ...LINUX, listMounts, listClouds }).list();
    expect(found.map(({ path }) => path)).toEqual(['/', '/home/anna/Drive', '/home/anna/OneDrive']);
    expect(found.at(-1)).toEqual({
      kind: 'cloud',
      path: '/home/anna/OneDrive',
      label: 'OneDrive',
      sizeBytes: null,
      freeBytes: null,
      isDefault: false,
      aliasOf: null,
      keepsFolderTimes: false,
    });
  });
});

describe('when the system does not answer', () => {
  test.each([
    ['silent', silent],
    ['failing', failing],
  ])('%s: the place of the home folder is offered', async (_, ask) => {
    const all = { listMounts: ask, listDevices: ask, listClouds: ask, readMountInfo: ask, run: ask, timeoutMs: 1 };
    expect(await list(LINUX, all)).toEqual(['+ fixed /']);
    expect(await list(WINDOWS, { ...all, homeFolder: 'D:\\anna' })).toEqual(['+ fixed D:\\']);
  });

  test('half an answer is used', async () => {
    const listMounts = async () => [mount('a', 'ext4', '/'), mount('b', 'ext4', '/data')];
    expect(await list(LINUX, { listMounts, listDevices: silent, timeoutMs: 1 })).toEqual([
      '+ fixed /',
      '+ fixed /data',
    ]);
  });

  test('a late answer is there the next time, and nothing is asked twice meanwhile', async () => {
    let questions = 0;
    let answer: (mounts: typeof MOUNTS) => void = () => undefined;
    const listMounts = () => {
      questions += 1;
      return new Promise<typeof MOUNTS>((resolve) => {
        answer = resolve;
      });
    };
    const volumes = createVolumes({
      ...WINDOWS,
      listMounts,
      listDevices: async () => DEVICES.slice(0, 2),
      timeoutMs: 1,
    });
    expect(await namesOf(volumes)).toEqual(['+ fixed C:\\']);
    expect(await namesOf(volumes)).toEqual(['+ fixed C:\\']);
    expect(questions).toBe(1);
    answer(MOUNTS.slice(0, 2));
    expect(await namesOf(volumes)).toEqual(['+ fixed C:\\', '+ fixed D:\\']);
    // That question is over, so the next one is a new one; while it is open the last answer stands.
    expect(await namesOf(volumes)).toEqual(['+ fixed C:\\', '+ fixed D:\\']);
    expect(questions).toBe(2);
  });

  test('a tool that fails at once can be asked again', async () => {
    let questions = 0;
    const listMounts = (): never => {
      questions += 1;
      throw new Error('no such tool');
    };
    const volumes = createVolumes({ ...LINUX, listMounts });
    await volumes.list();
    await volumes.list();
    expect(questions).toBe(2);
  });
});

test('the drives of this PC hold at least the one of the home folder', async () => {
  expect((await createVolumes().list()).some(({ isDefault }) => isDefault)).toBe(true);
});
