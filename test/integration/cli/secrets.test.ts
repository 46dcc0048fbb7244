import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tenant } from '../../../main/sandbox/tenant.ts';
import { findInFiles, temporaryFolder } from '../../support/cli/folders.ts';
import { type ProcessView, viewProcesses } from '../../support/cli/process-view.ts';
import { type CliResult, startCli } from '../../support/cli/run-cli.ts';
import { largeMailbox, writePst } from '../../support/pst-writer/index.ts';
import { type CountingProxy, startCountingProxy } from '../../support/sandbox/counting-proxy.ts';
import { startLocalTenant } from '../../support/sandbox/start.ts';
import { sasAddress } from '../../support/upload/sas-text.ts';

const CLI = join(import.meta.dirname, '../../../out/main/cli.js');
const SAMPLE = join(import.meta.dirname, '../../../assets/sample/Old mail 2015.pst');
const MIB = 2 ** 20;
/** How many different secrets have to go through everything. */
const MIN_SECRETS = 50;
const FILES = 14;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let proxy: CountingProxy;
let tenant: Tenant;

/** What one run left to see: of its processes, of its output. */
type Seen = { readonly code: number | null; readonly printed: string; readonly view: ProcessView };
const runs: Seen[] = [];
const given: string[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder.path, 'tmp'));
  tenant = await startLocalTenant(join(folder.path, 'tenant'), undefined, async (endpoint) => {
    proxy = await startCountingProxy(endpoint);
    return proxy.endpoint;
  });
  await writeFile(inFolder('tenant.json'), JSON.stringify({ endpoint: tenant.endpoint, token: tenant.token }));
});
afterAll(async () => {
  await tenant?.stop();
  await proxy?.close();
  await folder?.remove();
});

function inFolder(name: string): string {
  return join(folder.path, name);
}

function environment(): Record<string, string> {
  // The tenant runs in the test's own process, which therefore has its key in its environment.
  return { TMPDIR: inFolder('tmp'), PST_FERRY_TENANT: inFolder('tenant.json'), AZURITE_ACCOUNTS: '' };
}

/** Runs a command over the state all of them share; `onAccepted` is called for every block the store took. */
async function run(args: readonly string[], onAccepted: (view: ProcessView) => void = () => undefined): Promise<Seen> {
  const started = startCli([...args, '--state', inFolder('state')], environment());
  const view = viewProcesses(started.child.pid ?? 0);
  view.look();
  started.onLine(() => view.look());
  proxy.onAccepted = () => {
    view.look();
    onAccepted(view);
  };
  const result: CliResult = await started.ended;
  return keep({ code: result.code, printed: result.stdout + result.stderr, view });
}

function keep(seen: Seen): Seen {
  proxy.onAccepted = () => undefined;
  proxy.refuse = () => null;
  runs.push(seen);
  return seen;
}

function migrate(files: readonly string[], ...options: readonly string[]): string[] {
  return ['migrate', ...files, '--mailbox', 'ann@contoso.example', ...options];
}

let written = 0;

/** Small PSTs, no two alike: what the store holds already is not sent again. */
async function newFiles(name: string, count: number): Promise<string[]> {
  const files = Array.from({ length: count }, (_, index) => inFolder(`${name}-${index}.pst`));
  for (const file of files) {
    written += 1;
    await writePst(file, largeMailbox({ attachmentBytes: 10_000 + written, attachments: 1 }));
  }
  return files;
}

const killedNames = new Set<string>();

/** Kills the process whose command line holds this name, the first time it is there. */
function killOnce(view: ProcessView, name: string): void {
  const [pid] = killedNames.has(name) ? [] : view.find(name);
  if (pid === undefined) return;
  killedNames.add(name);
  process.kill(pid, 'SIGKILL');
}

/** A SAS of a new signature, which `sas` reads from its standard input. */
async function explain(changes: Readonly<Record<string, string>>): Promise<number | null> {
  const signature = randomBytes(32).toString('base64');
  given.push(signature);
  const child = spawn(process.execPath, [CLI, 'sas', '--state', inFolder('state')], {
    env: { ...process.env, ...environment() },
  });
  const view = viewProcesses(child.pid ?? 0);
  view.look();
  child.stdout.once('data', () => view.look());
  child.stdin.end(sasAddress({ ...changes, sig: signature }));
  return keep({ ...(await output(child)), view }).code;
}

function output(child: ChildProcess): Promise<{ code: number | null; printed: string }> {
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (printed += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, printed })));
}

/** Everything that opens something and has been under way so far, as it is and as it stands in an address. */
function secrets(): string[] {
  const [, accountKey = ''] = process.env.AZURITE_ACCOUNTS?.split(':') ?? [];
  const plain = [tenant.token, accountKey, ...proxy.signatures, ...given];
  expect(Math.min(...plain.map(({ length }) => length))).toBeGreaterThanOrEqual(20);
  return plain.flatMap((secret) => [secret, encodeURIComponent(secret), secret.replaceAll('+', ' ')]);
}

describe.sequential('secrets that go through', () => {
  it('moves that succeed', async () => {
    const files = await newFiles('well', FILES);
    expect((await run(migrate(files, '--json'))).code).toBe(0);
    expect((await run(migrate(await newFiles('again', 2)))).code).toBe(0);
  });

  it('moves that fail', async () => {
    expect((await run(migrate([inFolder('missing.pst')]))).code).toBe(3);
    for (const code of ['AuthorizationPermissionMismatch', 'AuthorizationFailure', 'AuthenticationFailed']) {
      proxy.refuse = () => code;
      expect((await run(migrate(await newFiles(`refused-${code}`, 1), '--json'))).code).toBeGreaterThan(2);
    }
  });

  it('a move whose permission is renewed', async () => {
    let refusals = 0;
    proxy.refuse = () => (refusals++ === 0 ? 'AuthenticationFailed' : null);
    const before = proxy.signatures.size;
    expect((await run(migrate(await newFiles('renewed', 1)))).code).toBe(0);
    expect(refusals).toBeGreaterThan(1);
    // One to import with, and two to send with, which are the same when they were made within one second.
    expect(proxy.signatures.size - before).toBeGreaterThanOrEqual(2);
  });

  it('a move that is killed, and one whose worker is killed', async () => {
    const file = inFolder('large.pst');
    await writePst(file, largeMailbox({ attachmentBytes: 24 * MIB, attachments: 4 }));
    const killed = await run(migrate([file], '--json'), (view) => killOnce(view, 'cli.js'));
    expect(killed.code).toBeNull();
    const crashed = await run(['resume', '--json'], (view) => killOnce(view, 'worker-transfer'));
    expect(crashed.code).not.toBeNull();
    expect([...killedNames]).toEqual(['cli.js', 'worker-transfer']);
    expect((await run(['resume', '--json'])).code).not.toBeNull();
  });

  it('sas, whether it accepts them or not', async () => {
    const se = `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 19)}Z`;
    const good = { st: '2020-01-01', se };
    const texts = [good, { ...good, sp: 'd' }, { ...good, sr: 'c' }, { ...good, foo: 'x' }];
    const codes: (number | null)[] = [];
    for (let index = 0; index < 12; index += 1) codes.push(await explain(texts[index % texts.length] ?? good));
    expect(codes).toEqual(Array.from({ length: 3 }, () => [0, 4, 4, 0]).flat());
  });
});

describe.sequential('of all of them', () => {
  it('there were enough', () => {
    expect(new Set([...proxy.signatures, ...given]).size).toBeGreaterThanOrEqual(MIN_SECRETS);
  });

  it.skipIf(process.platform !== 'linux')('none is in a command line or an environment', () => {
    const all = runs.flatMap(({ view }) => [...view.seen]);
    // The search itself must have seen the processes that were given secrets.
    for (const name of ['cli.js', 'worker-transfer', 'PST_FERRY_TENANT=']) {
      expect(all.filter((text) => text.includes(name)).length).toBeGreaterThan(0);
    }
    expect(secrets().filter((secret) => all.some((text) => text.includes(secret)))).toEqual([]);
  });

  it('none is printed', () => {
    const all = runs.map(({ printed }) => printed).join('\n');
    expect(all).toContain('receipt');
    expect(all).toContain('contoso.blob.core.windows.net');
    expect(secrets().filter((secret) => all.includes(secret))).toEqual([]);
  });

  it('none is in the records, the logs, the temporary files or the tenant’s own', async () => {
    const needles = secrets();
    for (const name of ['state', 'tmp', 'tenant']) expect(await findInFiles(inFolder(name), needles)).toEqual([]);
    // The search itself must be able to find something.
    expect(await findInFiles(folder.path, [tenant.token])).toEqual(['tenant.json']);
  });
});

describe('the tenant that is started with the app', () => {
  /** An address with a signature, a key of 64 bytes. */
  const SECRET = /[?&]sig=|AccountKey=|[A-Za-z0-9+/]{86}==/;

  it.skipIf(process.platform !== 'linux')(
    'gives no secret to a command line, an environment or an output',
    async () => {
      const { ended, child, onLine } = startCli(migrate([SAMPLE], '--json', '--state', inFolder('embedded')), {
        TMPDIR: inFolder('tmp'),
        AZURITE_ACCOUNTS: '',
      });
      const view = viewProcesses(child.pid ?? 0);
      onLine(() => view.look());
      const { code, stdout, stderr } = await ended;
      expect(code).toBe(0);
      expect([...view.seen].filter((text) => text.includes('worker-blob-emulator')).length).toBeGreaterThan(0);
      expect([...view.seen, stdout, stderr].filter((text) => SECRET.test(text))).toEqual([]);
      // What is printed and written cannot be told from what opens something but by its form.
      expect(SECRET.test(sasAddress())).toBe(true);
    },
  );
});
