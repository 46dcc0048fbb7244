import { describe, expect, test } from 'vitest';
import { oneRequest, sharePathOf } from '../../../../../main/import/exchange/requests.ts';
import { AppError } from '../../../../../preload/contract/index.ts';
import { errorFacts, guid } from '../../../../support/exchange-shell/fake-shell.ts';
import { ORDER, onPremisesConnection, startEngine, untouched } from '../../../../support/exchange-shell/parts.ts';

const signal = untouched();
const renewed = { ...ORDER, source: { ...ORDER.source, sasToken: 'sv=1&sig=two' } };

describe('a new request', () => {
  test('takes exactly what was ordered', async () => {
    const { shell, engine } = startEngine();
    const id = await engine.start(ORDER, signal);
    expect([...shell.requests.keys()]).toEqual([id]);
    expect(shell.cmdlets).toEqual(['Get-', 'New-']);
    expect(shell.parametersOf('Get-MailboxImportRequest')).toEqual({ BatchName: 'job-1' });
    expect(shell.parametersOf('New-MailboxImportRequest')).toEqual({
      Mailbox: 'ann@contoso.example',
      Name: 'job-1',
      BatchName: 'job-1',
      TargetRootFolder: 'Imported PST/archive',
      ConflictResolutionOption: 'KeepSourceItem',
      AcceptLargeDataLoss: true,
      AzureBlobStorageAccountUri: 'https://contoso.blob.core.windows.net/pst/job-1.pst',
      AzureSharedAccessSignatureToken: 'sv=1&sig=one',
    });
  });

  test('goes to the top of an archive with some folders only', async () => {
    const { shell, engine } = startEngine();
    const folders = { includeFolders: ['#Inbox#/*'], excludeFolders: ['\\#Odd\\#'] };
    await engine.start({ ...ORDER, isArchive: true, targetRootFolder: '', ...folders }, signal);
    expect(shell.parametersOf('New-MailboxImportRequest')).toMatchObject({
      IsArchive: true,
      IncludeFolders: ['#Inbox#/*'],
      ExcludeFolders: ['\\#Odd\\#'],
    });
    expect(shell.parametersOf('New-MailboxImportRequest')).not.toHaveProperty('TargetRootFolder');
  });

  test('reads a share on-premises, and has limits there', async () => {
    const { shell, engine } = startEngine({ connection: onPremisesConnection() });
    await engine.start({ ...ORDER, source: { blobUri: 'file://files/pst/a%20b.pst', sasToken: '' } }, signal);
    const parameters = shell.parametersOf('New-MailboxImportRequest');
    expect(parameters).toMatchObject({
      FilePath: '\\\\files\\pst\\a b.pst',
      BadItemLimit: 'Unlimited',
      LargeItemLimit: 'Unlimited',
    });
    expect(Object.keys(parameters ?? {}).filter((name) => name.startsWith('Azure'))).toEqual([]);
    expect([shell.count('module'), shell.count('connectOnPremises')]).toEqual([0, 1]);
  });

  test.each(['a\\b', 'a//b', '..', 'a/'])(
    'refuses the folder %s before anything is asked',
    async (targetRootFolder) => {
      const { shell, engine } = startEngine();
      const start = engine.start({ ...ORDER, targetRootFolder }, signal);
      await expect(start).rejects.toMatchObject({ code: 'targetInvalid' });
      expect(shell.calls).toEqual([]);
    },
  );

  test('is refused with the reason Exchange gives', async () => {
    const { shell, engine } = startEngine();
    shell.failures.set('New-MailboxImportRequest', [
      errorFacts({ message: 'The remote server returned an error: (403) Forbidden.' }),
    ]);
    await expect(engine.start(ORDER, signal)).rejects.toMatchObject({ code: 'importForbidden' });
    expect(shell.requests.size).toBe(0);
  });
});

describe('a request of that name that is there', () => {
  test.each([
    ['Queued', ['Get-', 'Set-'], 'Queued'],
    ['InProgress', ['Get-', 'Set-'], 'InProgress'],
    ['Suspended', ['Get-', 'Set-'], 'Suspended'],
    ['Failed', ['Get-', 'Set-', 'Resume-'], 'Queued'],
  ])('%s: gets the new permission; only one that failed is tried again', async (Status, cmdlets, after) => {
    const { shell, engine } = startEngine();
    const id = shell.add(1, { Status });
    expect(await engine.start(renewed, signal)).toBe(id);
    expect(shell.cmdlets).toEqual(cmdlets);
    expect(shell.requests.get(id)).toMatchObject({ Status: after, token: 'sv=1&sig=two' });
  });

  test.each(['Completed', 'CompletedWithWarning'])('%s: is left as it is', async (Status) => {
    const { shell, engine } = startEngine();
    const id = shell.add(1, { Status });
    expect(await engine.start(renewed, signal)).toBe(id);
    expect(shell.cmdlets).toEqual(['Get-']);
  });

  test('is the one of that name, behind a filter that filters nothing', async () => {
    const { shell, engine } = startEngine();
    shell.isBlindToNames = true;
    shell.add(2, { Status: 'Failed' });
    const mine = shell.add(1, { Status: 'InProgress' });
    expect(await engine.start(renewed, signal)).toBe(mine);
    expect(shell.requests.get(guid(2))).toMatchObject({ Status: 'Failed' });
    const id = await engine.start({ ...ORDER, name: 'job-3' }, signal);
    expect([shell.requests.size, [mine, guid(2)].includes(id)]).toEqual([3, false]);
  });

  test('is the one that has not ended, of two', async () => {
    const { shell, engine } = startEngine();
    shell.add(2, { BatchName: 'job-1', Status: 'Completed' });
    const mine = shell.add(1, { Status: 'InProgress' });
    expect(await engine.start(ORDER, signal)).toBe(mine);
  });
});

describe('an account that may neither change nor resume requests', () => {
  const startPoor = () => {
    const { shell, engine } = startEngine();
    shell.commands = new Map([...shell.commands].filter(([name]) => !/^(Set|Resume)-/.test(name)));
    return { shell, engine };
  };

  test.each(['Queued', 'InProgress', 'Suspended'])(
    'leaves a request alone that is %s, and signs in once',
    async (Status) => {
      const { shell, engine } = startPoor();
      const id = shell.add(1, { Status });
      expect(await engine.start(renewed, signal)).toBe(id);
      await engine.renew(id, renewed.source, signal);
      if (Status !== 'Suspended') await engine.resume(id, signal);
      expect(shell.requests.get(id)?.Status).toBe(Status);
      expect(shell.count('connect')).toBe(1);
    },
  );

  test('is told so about one that stands', async () => {
    const { shell, engine } = startPoor();
    const missing = { code: 'roleMissing', params: { cmdlets: 'Resume-MailboxImportRequest' } };
    await expect(engine.resume(shell.add(1, { Status: 'Suspended' }), signal)).rejects.toMatchObject(missing);
    shell.set(guid(1), { Status: 'Failed' });
    await expect(engine.start(ORDER, signal)).rejects.toMatchObject(missing);
  });
});

describe('never two requests of one name', () => {
  test.each(['before', 'after'] as const)('when PowerShell ends %s New- was carried out', async (when) => {
    const { shell, engine } = startEngine();
    shell.endsAt = { cmdlet: 'New-MailboxImportRequest', when };
    const id = await engine.start(ORDER, signal);
    expect([...shell.requests.keys()]).toEqual([id]);
    expect(shell.count('connect')).toBe(2);
  });

  test('when the look after that does not show it yet', async () => {
    const { shell, engine } = startEngine();
    const id = shell.add(1);
    shell.unseen.add('job-1');
    expect(await engine.start(ORDER, signal)).toBe(id);
    expect(shell.cmdlets).toEqual(['Get-', 'New-', 'Get-', 'Set-']);
    expect(shell.requests.size).toBe(1);
  });

  test('when PowerShell goes on ending: an error that may be tried again', async () => {
    const { shell, engine } = startEngine();
    const broken = () => new AppError('powerShellBroken', {}, { isRetryable: true });
    shell.failures.set('connect', Array.from({ length: 9 }, broken));
    await expect(engine.start(ORDER, signal)).rejects.toMatchObject({ code: 'powerShellBroken', isRetryable: true });
    expect(shell.count('connect')).toBe(5);
  });
});

describe('one request', () => {
  const nobody = [null, undefined, '', ' ', '*', 'ann\\job-1', '00000000-0000-0000-0000-000000000000', `${guid(1)} `];
  test.each(nobody)('is never %j', async (id) => {
    const { shell, engine } = startEngine();
    shell.add(1);
    // As a caller without types would.
    const requestId = id as string;
    const works = [
      engine.suspend(requestId, signal),
      engine.resume(requestId, signal),
      engine.remove(requestId, signal),
      engine.renew(requestId, ORDER.source, signal),
      engine.watch(requestId, signal)[Symbol.asyncIterator]().next(),
    ];
    for (const work of works) await expect(work).rejects.toMatchObject({ code: 'internal' });
    expect(() => oneRequest(id)).toThrow(AppError);
    expect(shell.calls).toEqual([]);
  });

  test('is suspended, taken up again and removed', async () => {
    const { shell, engine } = startEngine();
    const id = shell.add(1, { Status: 'InProgress' });
    await engine.suspend(id, signal);
    expect(shell.requests.get(id)?.Status).toBe('Suspended');
    await engine.resume(id, signal);
    expect(shell.requests.get(id)?.Status).toBe('Queued');
    await engine.remove(id, signal);
    expect(shell.requests.size).toBe(0);
    expect(shell.parametersOf('Remove-MailboxImportRequest')).toEqual({ Identity: id, Confirm: false });
    await expect(engine.remove(id, signal)).rejects.toMatchObject({ code: 'importRemoved' });
  });

  test('that stands or has ended is left as it is', async () => {
    const { shell, engine } = startEngine();
    const [standing, done, running] = [
      shell.add(1, { Status: 'Suspended' }),
      shell.add(2, { Status: 'Completed' }),
      shell.add(3),
    ];
    await engine.suspend(standing, signal);
    await engine.suspend(done, signal);
    await engine.resume(running, signal);
    expect([...shell.requests.values()].map(({ Status }) => Status)).toEqual(['Suspended', 'Completed', 'Queued']);
  });

  test('gets another permission, and stands or goes on as before', async () => {
    const { shell, engine } = startEngine();
    const statuses = ['Failed', 'Suspended', 'InProgress', 'Completed'];
    const ids = statuses.map((Status, index) => shell.add(index + 1, { Status }));
    for (const id of ids) await engine.renew(id, renewed.source, signal);
    expect([...shell.requests.values()].map(({ Status, token }) => [Status, token])).toEqual([
      ['Failed', 'sv=1&sig=two'],
      ['Suspended', 'sv=1&sig=two'],
      ['InProgress', 'sv=1&sig=two'],
      ['Completed', undefined],
    ]);
    await expect(engine.renew(guid(9), renewed.source, signal)).rejects.toMatchObject({ code: 'importRemoved' });
  });

  test('is found by its name, ended or not', async () => {
    const { shell, engine } = startEngine();
    const [done, running] = [shell.add(1, { Status: 'Completed' }), shell.add(2)];
    expect(await engine.find('job-1', signal)).toBe(done);
    expect(await engine.find('job-2', signal)).toBe(running);
    expect(await engine.find('job-3', signal)).toBeNull();
    shell.isBlindToNames = true;
    expect(await engine.find('job-3', signal)).toBeNull();
  });
});

describe('the list', () => {
  test('has a reading of every request that is still there', async () => {
    const { shell, engine } = startEngine();
    const ids = [shell.add(1), shell.add(2, { Status: 'Completed' }), shell.add(3)];
    shell.failures.set('Get-MailboxImportRequestStatistics', [null, null, errorFacts({ category: 'ObjectNotFound' })]);
    const readings = await engine.list(signal);
    expect(readings.map(({ requestId, phase }) => [requestId, phase])).toEqual([
      [ids[0], 'queued'],
      [ids[1], 'completed'],
    ]);
  });

  test('fails rather than leave one out that could not be read', async () => {
    const { shell, engine } = startEngine();
    shell.add(1);
    shell.failures.set('Get-MailboxImportRequestStatistics', [errorFacts({ message: 'It is Tuesday.' })]);
    await expect(engine.list(signal)).rejects.toMatchObject({ code: 'importRefused' });
  });

  test('of thousands is asked for by status', async () => {
    const { shell, engine } = startEngine();
    const ids = [shell.add(1), shell.add(2, { Status: 'Failed' })];
    shell.failures.set('Get-MailboxImportRequest', [errorFacts({ errorId: 'AnswerTooLong' })]);
    expect((await engine.list(signal)).map(({ requestId }) => requestId)).toEqual(ids);
  });
});

test.each([
  ['file://files/pst/a.pst', '\\\\files\\pst\\a.pst'],
  ['file://files/pst/dir%20x/%C3%A4%23.pst', '\\\\files\\pst\\dir x\\ä#.pst'],
])('%s is %s', (uri, path) => expect(sharePathOf(uri)).toBe(path));

test.each(['file:///c:/a.pst', 'https://contoso.example/a.pst', 'nonsense', ''])('%s is no file on a share', (uri) => {
  expect(() => sharePathOf(uri)).toThrow(expect.objectContaining({ code: 'importBlobMissing' }));
});
