import { setMaxListeners } from 'node:events';
import type { ImportOrder } from '../../../main/import/engine.ts';
import { createExchangeEngine, type ExchangeEngineOptions } from '../../../main/import/exchange/engine.ts';
import { Connection } from '../../../preload/contract/index.ts';
import { createFakeClock } from '../upload/fake-clock.ts';
import { FakeShell } from './fake-shell.ts';

/** A connection to Exchange Online as a person leaves it, or with these changes. */
export function onlineConnection(changes: object = {}): ExchangeEngineOptions['connection'] {
  const container = 'https://contoso.blob.core.windows.net/pst';
  const connection = Connection.parse({ engine: 'exchange', container, ...changes });
  if (connection.engine !== 'exchange') throw new Error('not Exchange Online');
  return connection;
}

/** A connection to servers of one's own. */
export function onPremisesConnection(): ExchangeEngineOptions['connection'] {
  const connection = Connection.parse({
    engine: 'onPremises',
    connectionUri: 'http://ex1.contoso.example/PowerShell/',
    share: '\\\\files\\pst',
  });
  if (connection.engine !== 'onPremises') throw new Error('not on-premises');
  return connection;
}

/** An engine over a fake shell, whose waits take no time unless a test says otherwise. */
export function startEngine(changes: Partial<ExchangeEngineOptions> = {}) {
  const shell = new FakeShell();
  const clock = createFakeClock();
  const connection = changes.connection ?? onlineConnection();
  const engine = createExchangeEngine(shell, {
    kind: connection.engine,
    connection,
    certificatePassword: async () => null,
    wait: clock.sleep,
    nowMs: clock.now,
    random: () => 1,
    ...changes,
  });
  return { shell, engine, clock };
}

/** Everything of one PST into one folder. */
export const ORDER: ImportOrder = {
  name: 'job-1',
  mailbox: 'ann@contoso.example',
  isArchive: false,
  targetRootFolder: 'Imported PST/archive',
  includeFolders: [],
  excludeFolders: [],
  source: { blobUri: 'https://contoso.blob.core.windows.net/pst/job-1.pst', sasToken: 'sv=1&sig=one' },
};

/** A signal nobody aborts. */
export function untouched(): AbortSignal {
  const { signal } = new AbortController();
  // Whole files of tests share one.
  setMaxListeners(0, signal);
  return signal;
}
