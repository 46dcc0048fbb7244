// A program that stands where PowerShell would: its last argument names what it does. Run by the tests' own Node.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const scenario = basename(process.argv.at(-1) ?? '');
let seq = 0;
const line = (record) => {
  seq += 1;
  return `${JSON.stringify({ v: 1, seq, ...record })}\n`;
};
const say = (record) => process.stdout.write(line(record));
const hello = (facts = {}) => say({ kind: 'hello', edition: 'Core', version: '7.6.9', is64Bit: true, ...facts });

const FIRST = {
  constrained: () => {
    say({ kind: 'refused', reason: 'constrainedLanguage' });
    process.exitCode = 3;
  },
  forbidden: () => {
    process.stderr.write('    + FullyQualifiedErrorId : UnauthorizedAccess\r\n', () => process.exit(1));
  },
  old: () => hello({ edition: 'Desktop', version: '5.0.10586.117' }),
  mute: () => undefined,
  noisy: () => {
    process.stdout.write('\ufeffLoading personal profile took 900 ms.\r\n');
    process.stdout.write(Buffer.from([0xff, 0xfe, 0x0a]));
    process.stdout.write(`${'x'.repeat(2 ** 20)}\n${'x'.repeat(3 * 2 ** 20)}\n`);
    process.stderr.write('e'.repeat(2 ** 20));
    hello();
  },
};
(FIRST[scenario] ?? (() => hello()))();

/** As fast as the pipe takes it: nothing but the back pressure of the pipe slows it down. */
async function flood({ records, ids }) {
  let text = '';
  for (let index = 0; index < records; index += 1) {
    const statistics = {
      Status: 'InProgress',
      PercentComplete: index % 100,
      Name: `Ärchiv ${index}`,
      Report: 'r'.repeat(400),
    };
    text += line({ kind: 'statistics', requestId: `request-${index % ids}`, statistics, error: null });
    // Cut in the middle of lines and of characters; something else is said in between.
    if (index % 50 === 49) {
      const bytes = Buffer.from(text);
      const cut = (index * 31) % bytes.length;
      process.stdout.write(bytes.subarray(0, cut));
      process.stderr.write('noise\n');
      if (!process.stdout.write(bytes.subarray(cut)))
        await new Promise((resolve) => process.stdout.once('drain', resolve));
      text = '';
    }
  }
  process.stdout.write(text);
}

const OPERATIONS = {
  flood,
  /** The test's own way to see whom the shell has started. */
  family: ({ pidFile }) => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (pidFile) writeFileSync(pidFile, JSON.stringify([process.pid, child.pid]));
    return [process.pid, child.pid];
  },
  look: () => ({
    argv: process.argv.slice(1),
    env: process.env,
    commandLine: process.platform === 'linux' ? readFileSync('/proc/self/cmdline', 'utf8') : '',
  }),
  echo: (input) => input,
  complain: (input) => {
    process.stdout.write(`${JSON.stringify(input)}\n`);
    process.stderr.write(`System.InvalidOperationException: ${JSON.stringify(input)}\n`);
    throw new Error(JSON.stringify(input));
  },
  die: () => {
    process.stdout.write('{"v":1,"seq":4,"kind":"do', () => process.exit(9));
    return new Promise(() => undefined);
  },
  hang: () => new Promise(() => undefined),
};

let rest = '';
let work = Promise.resolve();
async function answer({ id, input }) {
  say({ kind: 'begun', id });
  try {
    say({ kind: 'done', id, output: (await OPERATIONS[input.act](input)) ?? null });
  } catch (error) {
    say({
      kind: 'error',
      id,
      error: { message: error.message, errorId: 'Fake', category: 'NotSpecified', types: ['System.Exception'] },
    });
  }
}
process.stdin.setEncoding('utf8').on('data', (text) => {
  const lines = (rest + text).split('\n');
  rest = lines.pop() ?? '';
  for (const each of lines) {
    const request = JSON.parse(each);
    work = work.then(() => answer(request));
  }
});
process.stdin.on('end', () => {
  if (scenario !== 'stubborn') process.exit();
});
if (scenario === 'stubborn') setInterval(() => undefined, 1000);
