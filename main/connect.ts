import { join } from 'node:path';
import { AppError, type Connection, sharePathToUrl, type TenantView } from '../preload/contract/index.ts';
import { createExchangeEngine } from './import/exchange/engine.ts';
import { createPurviewEngine } from './import/purview/engine.ts';
import { createTenantClient } from './import/sandbox/client.ts';
import { createSandboxEngine } from './import/sandbox/engine.ts';
import { createCheckedAccess } from './migration/checked-access.ts';
import { createConnectionStorage } from './migration/connection-secrets.ts';
import type { StorageAccess } from './migration/ports.ts';
import type { Connected } from './migration/switchboard.ts';
import { systemClock } from './platform/clock.ts';
import { createHandoverFiles } from './platform/handover-files.ts';
import type { Log } from './platform/log.ts';
import { findPowerShell } from './platform/powershell/find-powershell.ts';
import { createPowerShellHost } from './platform/powershell/powershell-host.ts';
import type { StateFolder } from './platform/state-folder.ts';
import { readTenantFile, type TenantAddress } from './platform/tenant-file.ts';
import type { SpawnWorker } from './platform/worker-process.ts';
import { startWorkerServer } from './platform/worker-server.ts';
import { startTenant } from './sandbox/tenant.ts';
import type { SecretStore } from './settings/secrets.ts';
import { createUpload } from './transfer.ts';

/** The one container of the embedded tenant. */
const TENANT_CONTAINER = 'pst';

/** What connections are opened with. */
export type ConnectParts = {
  readonly spawn: SpawnWorker;
  readonly isDirect: (url: string) => Promise<boolean>;
  /** The folder of what the app comes with. */
  readonly assets: string;
  /** A file that names a tenant which runs elsewhere; null to run our own. */
  readonly tenantFile: string | null;
  readonly state: StateFolder;
  readonly log: Log;
  readonly secrets: Pick<SecretStore, 'get'>;
  /** Hears when the embedded tenant has ended without being asked to. */
  readonly onTenantLost: () => void;
  /** Hears what a sign-in asks of the person; null when it asks no more. */
  readonly onSignInAsks: (text: string | null) => void;
};

/** Opens a connection; nothing is signed in to before it is needed. @throws AppError tenantUnavailable, powerShellMissing */
export function openConnection(connection: Connection, parts: ConnectParts): Promise<Connected> {
  switch (connection.engine) {
    case 'sandbox':
      return openSandbox(connection, parts);
    case 'exchange':
      return openExchange(connection, parts);
    case 'onPremises':
      return openServers(connection, parts);
    case 'purview':
      return openPurview(connection, parts);
  }
}

type Of<E extends Connection['engine']> = Extract<Connection, { engine: E }>;

async function openSandbox(connection: Of<'sandbox'>, parts: ConnectParts): Promise<Connected> {
  const tenant = await joinTenant(parts);
  const client = createTenantClient(tenant.address);
  const engine = createSandboxEngine(client);
  try {
    return {
      connection,
      engine,
      storage: createCheckedAccess(
        { grant: (blobName, rights, signal) => client.sasFor(blobName, rights, signal) },
        { mode: 'sandbox', container: TENANT_CONTAINER, clock: systemClock },
      ),
      upload: createUpload(parts),
      tenant: {
        kind: 'sandbox',
        label: 'Sandbox',
        defaultMailbox: null,
        mailboxes: [...(await engine.listMailboxes(new AbortController().signal))],
      },
      close: tenant.stop,
    };
  } catch (error) {
    await tenant.stop();
    throw error;
  }
}

async function openExchange(connection: Of<'exchange'>, parts: ConnectParts): Promise<Connected> {
  const engine = createEngine(connection, connection.powerShell, parts);
  return {
    connection,
    engine,
    storage: storageOf(connection, parts),
    upload: createUpload(parts),
    tenant: tenantOf(connection, 'Exchange Online'),
    close: () => engine.close(),
  };
}

async function openServers(connection: Of<'onPremises'>, parts: ConnectParts): Promise<Connected> {
  const engine = createEngine(connection, 'windows', parts);
  const storage: StorageAccess = {
    grant: async (name) => ({ blobUri: sharePathToUrl(`${connection.share}\\${name}`), sasToken: '' }),
  };
  return {
    connection,
    engine,
    storage,
    upload: createUpload(parts),
    tenant: tenantOf(connection, 'Exchange'),
    close: () => engine.close(),
  };
}

async function openPurview(connection: Of<'purview'>, parts: ConnectParts): Promise<Connected> {
  const checked = storageOf(connection, parts);
  const engine = createPurviewEngine({
    store: createHandoverFiles(handoverFolderOf(parts.state)),
    now: () => systemClock.now(),
  });
  return {
    connection,
    engine,
    storage: {
      // The administrator's own tool reads the file; all that is needed here is where it is.
      grant: async (name, rights, signal) =>
        rights === 'import'
          ? { blobUri: `${requireContainer(connection.container)}/${encodeURIComponent(name)}`, sasToken: '' }
          : checked.grant(name, rights, signal),
    },
    upload: createUpload(parts),
    tenant: tenantOf(connection, 'Purview'),
    close: () => engine.close(),
  };
}

/** Where the list and the steps for the administrator are. */
export function handoverFolderOf({ path }: Pick<StateFolder, 'path'>): string {
  return join(path, 'purview');
}

function createEngine(
  connection: Of<'exchange'> | Of<'onPremises'>,
  choice: 'windows' | 'core',
  { assets, log, secrets, onSignInAsks }: ConnectParts,
) {
  const shell = createPowerShellHost({
    program: () => findPowerShell({ choice }),
    scriptPath: join(assets, 'powershell', 'exchange-host.ps1'),
    log: (text) => log.write('info', 'powershell', text),
  });
  const engine = createExchangeEngine(shell, {
    kind: connection.engine,
    connection,
    certificatePassword: () => secrets.get('certificatePassword'),
  });
  engine.onSignInAsks(onSignInAsks);
  return engine;
}

function storageOf(connection: Of<'exchange'> | Of<'purview'>, { secrets }: ConnectParts): StorageAccess {
  const container = () => connection.container;
  const storage = createConnectionStorage({ container, secrets });
  return createCheckedAccess(storage, {
    mode: 'technician',
    container: connection.container?.split('/').at(-1) ?? '',
    clock: systemClock,
  });
}

function requireContainer(container: string | null): string {
  if (container === null) throw new AppError('connectionMissing', { reason: 'container' });
  return container;
}

function tenantOf(connection: Exclude<Connection, { engine: 'sandbox' }>, label: string): TenantView {
  const { engine, defaultMailbox } = connection;
  return { kind: engine, label, defaultMailbox, mailboxes: defaultMailbox === null ? [] : [defaultMailbox] };
}

/** The tenant named by the host, else an embedded one under the state folder that ends with us. */
async function joinTenant(
  parts: Pick<ConnectParts, 'tenantFile' | 'state' | 'spawn' | 'log' | 'onTenantLost'>,
): Promise<{ address: TenantAddress; stop: () => Promise<void> }> {
  const { tenantFile, state, spawn, log, onTenantLost } = parts;
  if (tenantFile !== null) return { address: await readTenantFile(tenantFile), stop: () => Promise.resolve() };
  const tenant = await startTenant({
    folder: state.tenant,
    startWorker: async (name, input) => {
      const server = await startWorkerServer(spawn, name, input);
      server.onExit((code) => log.write('info', 'tenant', 'ended', { name, code }));
      return server;
    },
  });
  tenant.onLost(onTenantLost);
  return { address: tenant, stop: () => tenant.stop() };
}
