import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { ROOT } from '../build/ensure.mjs';
import { findRuntime } from '../electron-runtime/find.mjs';
import type { TransportInput } from './transport-main.ts';
import type { TransportOutcome } from './transport-worker.ts';

/** A small program around our transport that Electron runs. */
export type TransportProgram = {
  /** @throws Error when it ends without an outcome */
  run(input: TransportInput): Promise<{ readonly outcomes: readonly TransportOutcome[]; readonly prompts: number }>;
  remove(): Promise<void>;
};

/** Builds it, in a folder of its own; the folder lies in the project, where Node finds the SDK. */
export async function buildTransportProgram(): Promise<TransportProgram> {
  await mkdir(join(ROOT, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(ROOT, '.cache', 'transport-'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "main": "transport-main.js" }');
  const input = ['transport-main', 'transport-worker'].map((name) => join(ROOT, 'test/support/http', `${name}.ts`));
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    ssr: { external: ['electron', '@azure/storage-blob'] },
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: { input, external: ['electron'], output: { entryFileNames: '[name].js' } },
    },
  });
  return { run: (task) => run(folder, task), remove: () => rm(folder, { recursive: true }) };
}

async function run(folder: string, input: TransportInput): ReturnType<TransportProgram['run']> {
  const runtime = await findRuntime();
  const { ELECTRON_RUN_AS_NODE: _asNode, NODE_OPTIONS: _options, ...env } = process.env;
  const child = spawn(runtime.executable, [...runtime.args, folder, JSON.stringify(input)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('outcome ')) return JSON.parse(line.slice('outcome '.length));
    }
    throw new Error('the program ended without an outcome');
  } finally {
    child.kill();
    await ended;
  }
}
