import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tenant } from '../../../main/sandbox/tenant.ts';
import { temporaryFolder } from '../cli/folders.ts';
import { type CliResult, type RunningCli, startCli } from '../cli/run-cli.ts';
import { findTestPowerShell } from '../powershell/find.mjs';
import { startLocalTenant } from '../sandbox/start.ts';
import { createExchangeHome, type ExchangeHome } from './harness.ts';
import type { ExchangeScenario } from './scenario.ts';

type Rights = 'uploadWithRead' | 'import' | 'cleanup';

/**
 * An Exchange with a storage container, and a PC that is set up for it: a genuine PowerShell with the tests' cmdlets, the
 * connection in the preferences, every SAS in a file.
 */
export type ExchangeWorld = {
  readonly folder: string;
  readonly state: string;
  readonly home: ExchangeHome;
  readonly tenant: Tenant;
  /** The environment of a PC where that PowerShell is installed. */
  readonly env: Readonly<Record<string, string>>;
  /** Address of the container, without a SAS. */
  readonly container: string;
  /** A SAS for the whole container, with its address. */
  readonly sasFor: (rights: Rights) => Promise<string>;
  /** Options that name the files with every SAS. */
  readonly sasOptions: readonly string[];
  /** Folder that holds a mailbox's mail as files. */
  readonly mailFolder: (mailbox: string) => string;
  readonly run: (args: readonly string[]) => Promise<CliResult>;
  readonly start: (args: readonly string[]) => RunningCli;
  readonly close: () => Promise<void>;
};

type WorldOptions = {
  readonly scenario?: ExchangeScenario;
  readonly moduleVersions?: readonly string[];
  /** The address under which the store is seen; a test may put a proxy between. */
  readonly reach?: (endpoint: string) => Promise<string>;
};

/** @throws Error when there is no PowerShell, with what to install */
export async function createExchangeWorld(options: WorldOptions = {}): Promise<ExchangeWorld> {
  const { scenario, moduleVersions, reach } = options;
  const powerShell = await findTestPowerShell();
  const folder = await temporaryFolder();
  const tenantFolder = join(folder.path, 'tenant');
  await mkdir(tenantFolder);
  const tenant = await startLocalTenant(tenantFolder, undefined, reach);
  const home = await createExchangeHome({
    tenant,
    ...(scenario && { scenario }),
    ...(moduleVersions && { moduleVersions }),
  });
  const sasFor = (rights: Rights) => askForSas(tenant, rights);
  const [container = ''] = (await sasFor('import')).split('?');
  const state = join(folder.path, 'state');
  await mkdir(state);
  await keepConnection(state, { engine: 'exchange', container, defaultMailbox: 'ann@contoso.example' });
  const sasOptions = await writeSasFiles(folder.path, sasFor);
  const env = { HOME: home.path, XDG_DATA_HOME: '', PST_FERRY_POWERSHELL: powerShell.path };
  const start = (args: readonly string[]) => startCli([...args, '--state', state, '--json'], env);
  return {
    folder: folder.path,
    state,
    home,
    tenant,
    env,
    container,
    sasFor,
    sasOptions,
    mailFolder: (mailbox) => join(tenantFolder, 'mailboxes', mailbox),
    start,
    run: (args) => start(args).ended,
    close: async () => {
      await tenant.stop();
      await home.remove();
      await folder.remove();
    },
  };
}

/** Sets the connection, as an administrator would by a file. */
export function keepConnection(state: string, connection: unknown): Promise<void> {
  return writeFile(join(state, 'preferences.json'), JSON.stringify({ connection }));
}

async function askForSas({ endpoint, token }: Tenant, rights: Rights): Promise<string> {
  const response = await fetch(`${endpoint}/v1/sas`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ blobName: null, rights }),
  });
  if (!response.ok) throw new Error(`the tenant gives no SAS: ${response.status}`);
  const { blobUri, sasToken } = (await response.json()) as { blobUri: string; sasToken: string };
  return `${blobUri}?${sasToken}`;
}

async function writeSasFiles(folder: string, sasFor: (rights: Rights) => Promise<string>): Promise<readonly string[]> {
  const files: readonly (readonly [option: string, rights: Rights])[] = [
    ['--sas-file', 'uploadWithRead'],
    ['--import-sas-file', 'import'],
    ['--cleanup-sas-file', 'cleanup'],
  ];
  const options: string[] = [];
  for (const [option, rights] of files) {
    const path = join(folder, `${rights}.txt`);
    await writeFile(path, await sasFor(rights));
    options.push(option, path);
  }
  return options;
}
