import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExchangeScenario } from './scenario.ts';

const SUPPORT = join(import.meta.dirname, '..');
/** Where PowerShell 7 looks for a person's modules, in their own folder. */
const MODULES = join('.local', 'share', 'powershell', 'Modules');
const STATE = '.pst-ferry-exchange';

type HomeOptions = {
  /** The embedded tenant; without one, requests are made up and progress by themselves. */
  readonly tenant?: { readonly endpoint: string; readonly token: string };
  readonly scenario?: ExchangeScenario;
  /** Versions of ExchangeOnlineManagement that are installed; 3.9.2 when absent. */
  readonly moduleVersions?: readonly string[];
};

/** One call of a cmdlet, with the names of its parameters. */
export type ExchangeCall = { readonly cmdlet: string; readonly parameters: readonly string[] };

/** A person's folder in which a PowerShell finds the tests' Exchange: to be its HOME, with XDG_DATA_HOME unset. */
export type ExchangeHome = {
  readonly path: string;
  /** Holds from the next call of a cmdlet on. */
  setScenario(scenario: ExchangeScenario): Promise<void>;
  setTenant(tenant: { readonly endpoint: string; readonly token: string }): Promise<void>;
  /** Every call so far, oldest first. */
  calls(): Promise<readonly ExchangeCall[]>;
  remove(): Promise<void>;
};

/** A new one in the system's temporary folder. No versions in `moduleVersions`: the module is not installed. */
export async function createExchangeHome(options: HomeOptions = {}): Promise<ExchangeHome> {
  const { tenant, scenario, moduleVersions = ['3.9.2'] } = options;
  const path = await mkdtemp(join(tmpdir(), 'ferry-exchange-'));
  const state = join(path, STATE);
  await mkdir(state);
  await cp(join(SUPPORT, 'SandboxExchange'), join(path, MODULES, 'SandboxExchange'), { recursive: true });
  for (const version of moduleVersions) await installModule(join(path, MODULES), version);
  const setScenario = (next: ExchangeScenario) => replace(join(state, 'scenario.json'), next);
  const setTenant = ({ endpoint, token }: { readonly endpoint: string; readonly token: string }) =>
    replace(join(state, 'tenant.json'), { endpoint, token });
  if (scenario) await setScenario(scenario);
  if (tenant) await setTenant(tenant);
  return {
    path,
    setScenario,
    setTenant,
    calls: () => readCalls(join(state, 'calls.jsonl')),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

async function installModule(modules: string, version: string): Promise<void> {
  const name = 'ExchangeOnlineManagement';
  const folder = join(modules, name, version);
  await cp(join(SUPPORT, name), folder, { recursive: true });
  const manifest = join(folder, `${name}.psd1`);
  const text = await readFile(manifest, 'utf8');
  await writeFile(manifest, text.replace(/(ModuleVersion\s*=\s*)'[^']*'/, `$1'${version}'`));
}

/** In one step: a cmdlet may be reading it. */
async function replace(path: string, value: unknown): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(value));
  await rename(`${path}.new`, path);
}

async function readCalls(path: string): Promise<readonly ExchangeCall[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line): ExchangeCall => JSON.parse(line));
}
