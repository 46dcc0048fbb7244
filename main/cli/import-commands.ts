import { AppError } from '../../preload/contract/index.ts';
import { createAzureContainer } from '../platform/azure-container.ts';
import { systemClock } from '../platform/clock.ts';
import { createHttpClient, UNBOUND } from '../platform/http/http-client.ts';
import { loadPreferences } from '../settings/preferences.ts';
import type { Services } from '../wiring.ts';
import { type CleanupOptions, cleanupCommand, createAsk } from './cleanup-command.ts';
import type { CommandContext } from './command.ts';
import { watchCommand } from './watch-command.ts';

/** `watch [request…]` over the connection that is set. */
export async function watchImports(requestIds: readonly string[], context: CommandContext): Promise<number> {
  const services = await context.open();
  try {
    return await watchCommand(requestIds, context, services.switchboard.engine);
  } finally {
    await services.close();
  }
}

/** `cleanup` of the container of the connection that is set. @throws AppError secretMissing, usage where there is no container */
export async function cleanUpImports(options: CleanupOptions, context: CommandContext): Promise<number> {
  const services = await context.open();
  const http = createHttpClient(UNBOUND);
  try {
    const { containerUrl, sasToken } = await addressOf(services);
    const keepDays = loadPreferences(services.preferences).cleanupKeepDays;
    return await cleanupCommand({ ...options, olderThan: options.olderThan ?? keepDays }, context, {
      containerUrl,
      store: createAzureContainer({ address: () => ({ containerUrl, sasToken }), http }),
      engine: services.switchboard.engine,
      jobs: () => services.runner.list(),
      clock: systemClock,
      random: Math.random,
      ask: createAsk(process.stdin, process.stderr),
    });
  } finally {
    http.close();
    await services.close();
  }
}

async function addressOf({ switchboard, secrets }: Services): Promise<{ containerUrl: string; sasToken: string }> {
  const { connection } = switchboard.current();
  const containerUrl = connection?.engine === 'exchange' ? connection.container : null;
  if (containerUrl === null) {
    throw new AppError('usage', { detail: 'The connection that is set has no storage container to clean up.' });
  }
  const sasToken = await secrets.get('cleanupSas');
  if (sasToken === null) throw new AppError('secretMissing', { name: 'cleanupSas' });
  return { containerUrl, sasToken };
}
