import { describe, expect, test } from 'vitest';
import { isNameTaken, isSignedOut, toAppError, toFailure } from '../../../../../main/import/exchange/errors.ts';
import { ERROR_CODES } from '../../../../../preload/contract/index.ts';
import records from '../../../../fixtures/exchange/errors.json' with { type: 'json' };
import { errorFacts } from '../../../../support/exchange-shell/fake-shell.ts';

describe('an error record', () => {
  test.each(records.map((row) => [row.name, row] as const))('%s', (_, { facts, cmdlet, code, params, isRetryable }) => {
    const error = toAppError(facts, { cmdlet, mailbox: 'ann@contoso.example' });
    expect({ code: error.code, params: error.params, isRetryable: error.isRetryable }).toEqual({
      code,
      params,
      isRetryable,
    });
    expect(ERROR_CODES).toContain(error.code);
  });
});

test('a long message is cut to one line without control characters', () => {
  const error = toAppError(errorFacts({ message: `\u0007${'x'.repeat(500)}\nmore` }), {
    cmdlet: 'New-MailboxImportRequest',
  });
  expect(String(error.params.detail)).toMatch(/^x{199}…$/);
});

test.each([
  ['The name must be unique.', 'Microsoft.Exchange.MailboxReplicationService.NameMustBeUniquePermanentException', true],
  ["The name 'job-1' is already being used.", '', true],
  ["The name 'job-1' isn’t unique.", '', true],
  ["The mailbox name 'ann' couldn't be found.", '', false],
])('%s: is the name taken', (message, type, isTaken) => {
  expect(isNameTaken(errorFacts({ message, types: [type] }))).toBe(isTaken);
});

test.each([
  [{ errorId: 'CommandNotFoundException' }, true],
  [{ message: 'You must call the Connect-ExchangeOnline cmdlet before calling any other cmdlets.' }, true],
  [{ message: 'The access token has expired.' }, true],
  [{ message: 'Response status code: (401)' }, true],
  [{ message: 'Response status code: (403)' }, false],
  [{ types: ['System.Net.WebException'] }, false],
])('%o: is the session gone', (facts, isGone) => {
  expect(isSignedOut(errorFacts(facts))).toBe(isGone);
});

describe('a failed request', () => {
  const words = { type: '', message: '', detail: 'FailedOther', mailbox: 'ann' };
  test.each([
    [{ message: 'The remote server returned an error: (403) Forbidden.' }, 'importForbidden', {}],
    [{ type: 'AuthenticationFailedPermanentException' }, 'importForbidden', {}],
    [{ message: 'The remote server returned an error: (404) Not Found.' }, 'importBlobMissing', {}],
    [{ message: 'MapiExceptionShutoffQuotaExceeded: Unable to save.' }, 'importMailboxFull', { mailbox: 'ann' }],
    [{ message: 'The mailbox does not have an archive.' }, 'importArchiveMissing', { mailbox: 'ann' }],
    [
      {
        type: 'TooManyLargeItemsPermanentException',
        message:
          'Error: MapiExceptionMaxSubmissionExceeded: IExchangeFastTransferEx.TransferBuffer failed (hr=0x80004005, ec=1242)\nstack',
      },
      'importFailed',
      {
        reason:
          'TooManyLargeItemsPermanentException: Error: MapiExceptionMaxSubmissionExceeded: IExchangeFastTransferEx.TransferBuffer failed (hr=0x80004005, ec=1242)',
      },
    ],
    [{ type: 'FailedMAPI' }, 'importFailed', { reason: 'FailedMAPI' }],
    [{}, 'importFailed', { reason: 'FailedOther' }],
  ])('%o', (more, code, params) => {
    expect(toFailure({ ...words, ...more })).toEqual({ code, params });
  });
});
