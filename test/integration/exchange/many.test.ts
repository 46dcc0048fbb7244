import { afterEach, describe, expect, it } from 'vitest';
import { linesOf } from '../../support/cli/run-cli.ts';
import { createExchangeWorld, type ExchangeWorld } from '../../support/exchange/world.ts';

let world: ExchangeWorld;
afterEach(() => world.close());

describe('five hundred imports', () => {
  it('are followed at once to their ends', async () => {
    world = await createExchangeWorld({ scenario: { synthetic: 500, syntheticMs: 20_000 } });
    const result = await world.run(['watch']);
    const last = new Map(linesOf(result, 'import').map((line) => [line.requestId, line.phase]));
    expect(last.size).toBe(500);
    expect([...new Set(last.values())]).toEqual(['completed']);
    expect(result.code).toBe(0);
    // As many readings as it takes, none of them after the last.
    expect(linesOf(result, 'import').length).toBeGreaterThan(500);
  }, 240_000);
});
