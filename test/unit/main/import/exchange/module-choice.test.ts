import { expect, test } from 'vitest';
import { chooseModule, compareVersions } from '../../../../../main/import/exchange/module-choice.ts';

const windows = { edition: 'Desktop', version: '5.1.19041.5247', is64Bit: true } as const;
const core = (version: string) => ({ edition: 'Core', version, is64Bit: true }) as const;

test.each([
  [windows, ['3.9.2', '3.10.1', '3.0.0'], '3.10.1'],
  [core('7.6.9'), ['3.9.2', '3.10.1'], '3.10.1'],
  [core('7.5.0'), ['3.10.1', '3.9.2'], '3.9.2'],
  [core('7.4.0'), ['3.5.0'], '3.5.0'],
  [core('7.2.1'), ['3.10.0', '3.9.2', '3.4.0'], '3.4.0'],
  [core('7.6.0-preview.3'), ['3.10.0'], '3.10.0'],
] as const)('%o with %o takes %s', (facts, versions, chosen) => {
  expect(chooseModule(versions, facts)).toBe(chosen);
});

test.each([
  [windows, [], 'moduleMissing', {}],
  [windows, ['2.0.5', '1.0.1'], 'moduleTooOld', { version: '2.0.5', needed: '3.0.0' }],
  [core('7.5.0'), ['3.10.1'], 'moduleNeedsPowerShell', { module: '3.10.1', version: '7.5.0', needed: '7.6.0' }],
  [core('7.2.0'), ['3.9.2', '2.0.5'], 'moduleNeedsPowerShell', { module: '3.9.2', version: '7.2.0', needed: '7.4.0' }],
] as const)('%o with %o refuses: %s', (facts, versions, code, params) => {
  expect(() => chooseModule(versions, facts)).toThrow(expect.objectContaining({ code, params }));
});

test('versions go by number', () => {
  expect(['3.10.0', '3.9.2', '3.9', '3.9.10'].toSorted(compareVersions)).toEqual(['3.9', '3.9.2', '3.9.10', '3.10.0']);
});
