// Packs the app into dist/linux-unpacked/, a folder that runs as it is: `npm run package`. It is the product but for one
// fuse: a debugger may attach, or no test could drive the packed app.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { BuildFailed, ensureBuilt, ROOT } from '../build/ensure.mjs';
import { findRuntime } from '../electron-runtime/find.mjs';
import { Sorry } from '../electron-runtime/sorry.mjs';

async function main() {
  await ensureBuilt();
  const runtime = await findRuntime();
  // Named even when it is the declared one: electron-builder would download a copy of its own.
  const options = [
    `-c.electronDist=${runtime.dist}`,
    `-c.electronVersion=${runtime.version}`,
    '-c.electronFuses.enableNodeCliInspectArguments=true',
  ];
  const script = path.join(ROOT, 'node_modules', 'electron-builder', 'cli.js');
  const args = [script, '--linux', 'dir', '--publish', 'never', ...options];
  const code = await run(args);
  // Electron's own app, which shows a folder given to it. The fuses keep it from running; it has no business here either.
  fs.rmSync(path.join(ROOT, 'dist', 'linux-unpacked', 'resources', 'default_app.asar'), { force: true });
  return code;
}

function run(args) {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`${error instanceof Sorry || error instanceof BuildFailed ? error.message : error.stack}\n`);
    process.exitCode = 1;
  },
);
