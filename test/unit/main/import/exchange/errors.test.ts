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

/** What the library that signs in wraps around a failure of the network. */
const MSAL = 'Microsoft.Identity.Client.MsalServiceException';

describe('what passes by itself is not taken for a refusal or a full mailbox', () => {
  test.each([
    [{ types: [MSAL, 'System.Net.Http.HttpRequestException'] }, null],
    [{ types: [MSAL, 'System.Threading.Tasks.TaskCanceledException'] }, null],
    [{ types: [MSAL, 'System.Net.Sockets.SocketException'] }, null],
    [{ types: [MSAL], message: 'temporarily_unavailable: try later' }, null],
    [{ types: [MSAL], errorId: 'service_not_available,Connect-ExchangeOnline' }, null],
    [{ message: 'You have exceeded your budget; the quota is reached.' }, 'Get-MailboxImportRequest'],
    [{ message: 'The throttling policy says that the quota of the mailbox is exceeded.' }, 'New-MailboxImportRequest'],
    [{ types: ['X.OverBudgetQuotaExceededException'] }, 'New-MailboxImportRequest'],
  ])('%o', (facts, cmdlet) => {
    expect(toAppError(errorFacts(facts), { cmdlet })).toMatchObject({ code: 'tenantUnavailable', isRetryable: true });
  });

  test.each([
    [{ types: [MSAL], message: 'AADSTS50076: Another factor is needed. Try again later.' }, null, 'signInRefused'],
    [{ types: [MSAL, 'System.Net.Http.HttpRequestException'], message: '(401) Unauthorized' }, null, 'signInRefused'],
    [{ types: [MSAL] }, null, 'signInRefused'],
    [{ message: 'The quota of requests is exceeded.' }, 'New-MailboxImportRequest', 'importRefused'],
    [{ message: 'The quota of the mailbox is exceeded.' }, 'New-MailboxImportRequest', 'importMailboxFull'],
    [{ message: 'Storage: quota reached.' }, 'New-MailboxImportRequest', 'importMailboxFull'],
    [{ message: 'This exceeds the quota of the mailbox.' }, 'New-MailboxImportRequest', 'importMailboxFull'],
    [{ message: 'The mailbox is full.' }, 'New-MailboxImportRequest', 'importMailboxFull'],
  ])('but %o is', (facts, cmdlet, code) => {
    expect(toAppError(errorFacts(facts), { cmdlet })).toMatchObject({ code, isRetryable: false });
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
