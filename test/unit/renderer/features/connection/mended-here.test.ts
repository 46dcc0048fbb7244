import { expect, it } from 'vitest';
import { isMendedInConnection } from '../../../../../renderer/features/connection/mended-here.ts';

it.each([
  ['secretMissing', 'exchange', true],
  ['connectionMissing', null, true],
  ['uploadExpired', 'purview', true],
  ['uploadExpired', 'sandbox', false],
  ['connectionOther', 'sandbox', true],
  ['sourceInUse', 'exchange', false],
] as const)('%s over %s: %s', (code, kind, expected) => {
  expect(isMendedInConnection(code, kind)).toBe(expected);
});
