import { afterEach, describe, expect, it } from 'vitest';
import { linesOf } from '../../support/cli/run-cli.ts';
import { syntheticId } from '../../support/exchange/scenario.ts';
import { createExchangeWorld, type ExchangeWorld } from '../../support/exchange/world.ts';

let world: ExchangeWorld;
afterEach(() => world.close());

describe('five hundred imports', () => {
  it('are followed at once to their ends', async () => {
    world = await createExchangeWorld({ scenario: { synthetic: 500, syntheticMs: 20_000 } });
    const ids = Array.from({ length: 500 }, (_, index) => syntheticId(index + 1));
    const result = await world.run(['watch', ...ids]);
    const last = new Map(linesOf(result, 'import').map((line) => [line.requestId, line.phase]));
    expect([...last.keys()].sort()).toEqual(ids);
    expect([...new Set(last.values())]).toEqual(['completed']);
    expect(result.code).toBe(0);
  }, 240_000);
});
