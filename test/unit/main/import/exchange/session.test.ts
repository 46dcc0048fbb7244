import { expect, test } from 'vitest';
import { AppError } from '../../../../../preload/contract/index.ts';
import { errorFacts } from '../../../../support/exchange-shell/fake-shell.ts';
import { ORDER, onlineConnection, startEngine, untouched } from '../../../../support/exchange-shell/parts.ts';
import { settle } from '../../../../support/migration/hand-clock.ts';

const signal = untouched();
const appId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

/** A promise a test settles. */
function gate() {
  let open: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

test('nothing is started before something is asked', async () => {
  const { shell, engine } = startEngine();
  expect(await engine.listMailboxes(signal)).toEqual([]);
  expect(shell.calls).toEqual([]);
});

test('all who need it share one sign-in', async () => {
  const { shell, engine } = startEngine();
  const starts = Array.from({ length: 20 }, (_, order) => engine.start({ ...ORDER, name: `job-${order}` }, signal));
  await Promise.all(starts);
  expect([shell.count('connect'), shell.requests.size]).toEqual([1, 20]);
});

test('one who leaves does not take the sign-in from the others', async () => {
  const { shell, engine } = startEngine();
  const waiting = gate();
  shell.gates.set('connect', waiting.promise);
  const [leaver, stayer] = [new AbortController(), new AbortController()];
  const left = engine.start(ORDER, leaver.signal);
  const stayed = engine.start({ ...ORDER, name: 'job-2' }, stayer.signal);
  leaver.abort('pause');
  await expect(left).rejects.toBe('pause');
  waiting.open();
  await stayed;
  expect([shell.count('connect'), shell.requests.size]).toEqual([1, 1]);
});

test('a sign-in nobody waits for any more goes no further', async () => {
  const { shell, engine } = startEngine();
  const waiting = gate();
  shell.gates.set('connect', waiting.promise);
  const leaver = new AbortController();
  const left = engine.start(ORDER, leaver.signal);
  await settle();
  leaver.abort('cancel');
  await expect(left).rejects.toBe('cancel');
  waiting.open();
  await settle();
  expect([shell.count('connect'), shell.count('commands')]).toEqual([1, 0]);
  await engine.start(ORDER, signal);
  expect([shell.count('connect'), shell.requests.size]).toEqual([2, 1]);
});

test('after PowerShell has ended the next call signs in again', async () => {
  const { shell, engine } = startEngine();
  await engine.start(ORDER, signal);
  shell.end();
  await engine.start({ ...ORDER, name: 'job-2' }, signal);
  expect(shell.count('connect')).toBe(2);
});

test('a session that expired is renewed once, for all', async () => {
  const { shell, engine } = startEngine();
  await engine.start(ORDER, signal);
  shell.isSignedIn = false;
  await Promise.all([2, 3, 4].map((number) => engine.start({ ...ORDER, name: `job-${number}` }, signal)));
  expect([shell.count('connect'), shell.requests.size]).toEqual([2, 4]);
});

test('a session that stays away is an error, not a loop', async () => {
  const { shell, engine } = startEngine();
  const gone = () =>
    errorFacts({ message: 'You must call the Connect-ExchangeOnline cmdlet before calling any other cmdlets.' });
  shell.failures.set('Get-MailboxImportRequest', Array.from({ length: 9 }, gone));
  await expect(engine.start(ORDER, signal)).rejects.toBeInstanceOf(AppError);
  expect(shell.count('connect')).toBe(2);
});

test('a sign-in that failed is tried again by the next call', async () => {
  const { shell, engine } = startEngine();
  shell.failures.set('connect', [errorFacts({ message: 'User canceled authentication.' })]);
  await expect(engine.start(ORDER, signal)).rejects.toMatchObject({ code: 'signInCancelled' });
  await engine.start(ORDER, signal);
  expect(shell.count('connect')).toBe(2);
});

test('a role that is missing is named, and looked for again after the next sign-in', async () => {
  const { shell, engine } = startEngine();
  const commands = shell.commands;
  shell.commands = new Map([...commands].filter(([name]) => !name.startsWith('New-')));
  await expect(engine.start(ORDER, signal)).rejects.toMatchObject({
    code: 'roleMissing',
    params: { cmdlets: 'New-MailboxImportRequest', account: 'admin@contoso.example' },
  });
  shell.commands = commands;
  await engine.start(ORDER, signal);
  expect(shell.requests.size).toBe(1);
});

test.each([
  [{ kind: 'interactive', account: 'a@contoso.example' }, 'Desktop', null],
  [{ kind: 'deviceCode' }, 'Core', null],
  [{ kind: 'certificate', appId, organization: 'contoso.example', thumbprint: 'A'.repeat(40) }, 'Desktop', null],
  [{ kind: 'certificateFile', appId, organization: 'contoso.example', path: '/c.pfx' }, 'Desktop', 'swordfish'],
] as const)('signs in by %o', async (signIn, edition, certificatePassword) => {
  const connection = onlineConnection({ signIn, usesBrowser: true });
  const { shell, engine } = startEngine({ connection, certificatePassword: async () => 'swordfish' });
  shell.facts = { edition, version: edition === 'Core' ? '7.6.9' : '5.1.1', is64Bit: true };
  await engine.start(ORDER, signal);
  expect(shell.calls.find(({ operation }) => operation === 'connect')?.input).toEqual({
    signIn,
    certificatePassword,
    moduleVersion: '3.9.2',
    environment: 'O365Default',
    usesBrowser: true,
  });
});

test('a code needs PowerShell 7', async () => {
  const { engine } = startEngine({ connection: onlineConnection({ signIn: { kind: 'deviceCode' } }) });
  await expect(engine.start(ORDER, signal)).rejects.toMatchObject({
    code: 'powerShellMissing',
    params: { edition: 'PowerShell 7' },
  });
});

test('the version PowerShell has loaded is the one that is used', async () => {
  const { shell, engine } = startEngine();
  shell.modules = ['3.10.0', '3.8.0'];
  shell.loadedModule = '3.8.0';
  await engine.start(ORDER, signal);
  expect(shell.calls.find(({ operation }) => operation === 'connect')?.input.moduleVersion).toBe('3.8.0');
});

test.each([
  [[], 'moduleMissing'],
  [['2.0.5'], 'moduleTooOld'],
])('modules %o: %s', async (modules, code) => {
  const { shell, engine } = startEngine();
  shell.modules = modules;
  await expect(engine.start(ORDER, signal)).rejects.toMatchObject({ code });
  expect(shell.count('connect')).toBe(0);
});

test('what a sign-in asks is heard until it has ended, without what opens something', async () => {
  const { shell, engine } = startEngine();
  const heard: (string | null)[] = [];
  const stop = engine.onSignInAsks((text) => heard.push(text));
  shell.note = 'To sign in, open https://microsoft.com/devicelogin and enter the code ABCD1234. token=abc';
  await engine.start(ORDER, signal);
  stop();
  shell.end();
  await engine.start(ORDER, signal);
  expect(heard).toEqual([
    'To sign in, open https://microsoft.com/devicelogin and enter the code ABCD1234. token=…',
    null,
  ]);
});

test.each([
  ['WARNING: Your module is out of date.', false],
  ['To sign in, enter the code FJX4HDPNQ.', true],
  ['Open http://localhost:4711 to go on.', true],
  ['Request 3F2504E0-4F89-41D3-9A0C-0305E82C3301 is slow.', false],
])('%s: is passed on as what a sign-in asks: %s', async (note, isAsked) => {
  const { shell, engine } = startEngine();
  const heard: (string | null)[] = [];
  engine.onSignInAsks((text) => heard.push(text));
  shell.note = note;
  await engine.start(ORDER, signal);
  expect(heard).toEqual(isAsked ? [note, null] : []);
});

test('closing says good-bye and lets go of everything', async () => {
  const { shell, engine } = startEngine();
  await engine.start(ORDER, signal);
  await engine.close();
  expect([shell.count('disconnect'), shell.isClosed, shell.listenerCount]).toEqual([1, true, 0]);
});

test('closing what was never opened starts nothing', async () => {
  const { shell, engine } = startEngine();
  await engine.close();
  expect([shell.calls, shell.isClosed]).toEqual([[], true]);
});
