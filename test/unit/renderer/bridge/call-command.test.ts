import { expect, it } from 'vitest';
import { AppError } from '../../../../preload/contract/app-error.ts';
import type { Bridge, WireError } from '../../../../preload/contract/index.ts';
import { callCommand, toProblem } from '../../../../renderer/bridge/call-command.ts';
import { createFakeBridge } from '../../../support/renderer/fake-bridge.ts';
import { sampleSnapshot } from '../../../support/renderer/samples.ts';

function refusing(error: WireError): Bridge {
  return { ...createFakeBridge(sampleSnapshot()), cancelScan: () => Promise.resolve({ ok: false, error }) };
}

it('gives the value of a good reply', async () => {
  const snapshot = sampleSnapshot({ seq: 12 });
  expect(await callCommand(createFakeBridge(snapshot), 'getSnapshot', null)).toBe(snapshot);
});

it('throws the error a bad reply stands for', async () => {
  const failed = callCommand(refusing({ code: 'jobMissing', params: { file: 'a.pst' } }), 'cancelScan', null);
  await expect(failed).rejects.toEqual(new AppError('jobMissing', { file: 'a.pst' }));
});

it('keeps what finds the log line of a bug', async () => {
  const error: WireError = { code: 'internal', params: {}, correlationId: 'c-1' };
  const failed = callCommand(refusing(error), 'cancelScan', null).catch(toProblem);
  expect(await failed).toEqual({ code: 'internal', params: { correlationId: 'c-1' } });
});
