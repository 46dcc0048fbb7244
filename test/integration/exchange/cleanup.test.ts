import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { linesOf } from '../../support/cli/run-cli.ts';
import { createExchangeWorld, type ExchangeWorld } from '../../support/exchange/world.ts';

const SAMPLE = join(import.meta.dirname, '../../../assets/sample/Old mail 2015.pst');

let world: ExchangeWorld;
afterEach(() => world.close());

it('what was imported is kept for its days, shown as it would go, and removed when it is asked for', async () => {
  world = await createExchangeWorld();
  const { run, sasOptions } = world;
  expect((await run(['migrate', SAMPLE, '--mailbox', 'ann@contoso.example', ...sasOptions])).code).toBe(0);
  const tell = async (...args: string[]) => {
    const result = await run(['cleanup', ...args, ...sasOptions]);
    return [result.code, ...linesOf(result, 'blob').map(({ action, reason }) => `${action} ${reason}`)];
  };
  expect(await tell('--what-if')).toEqual([0, 'keep tooYoung']);
  expect(await tell('--what-if', '--older-than', '0')).toEqual([0, 'remove imported']);
  // Nobody can be asked here.
  expect((await tell('--older-than', '0'))[0]).toBe(64);
  expect(await tell('--older-than', '0', '--yes')).toEqual([0, 'remove imported', 'removed imported']);
  expect(await tell('--what-if', '--older-than', '0')).toEqual([0]);
});
