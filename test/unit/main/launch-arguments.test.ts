import { describe, expect, it } from 'vitest';
import { CLI_COMMANDS } from '../../../main/cli/program.ts';
import { type Launch, readArguments } from '../../../main/launch-arguments.ts';

const window = (stateFolder: string | null = null): Launch => ({ kind: 'window', stateFolder });
const commandLine = (...argv: readonly string[]): Launch => ({ kind: 'commandLine', argv });

/** The same words behind an installed app, and behind a development Electron that is given the app's folder. */
const WAYS: readonly [way: string, read: (...words: readonly string[]) => Launch][] = [
  ['an installed app', (...words) => readArguments(['/opt/pst-ferry/pst-ferry', ...words], false)],
  ['a development Electron', (...words) => readArguments(['/node_modules/electron', '.', ...words], true)],
  [
    'a development Electron with switches',
    (...words) => readArguments(['electron', '--no-sandbox', '--inspect=0', '/home/ann/app', ...words], true),
  ],
];

describe.each(WAYS)('%s', (_way, read) => {
  it.each([
    [[]],
    [['--no-sandbox']],
    [['--no-sandbox', '--remote-debugging-port=0', '--disable-gpu']],
    [['/mail/old.pst']],
    [['Scan']],
    [['unknown']],
    [['-psn_0_12345']],
  ])('opens its window for %j', (words) => {
    expect(read(...words)).toEqual(window());
  });

  it.each([
    [['--state', '/my state']],
    [['--state=/my state']],
    [['--no-sandbox', '--state', '/my state', '--disable-gpu']],
    [['--state', '/my state', '/mail/old.pst']],
  ])('opens its window on the folder named in %j', (words) => {
    expect(read(...words)).toEqual(window('/my state'));
  });

  it('takes a state folder called like a command for a folder', () => {
    expect(read('--state', 'scan')).toEqual(window('scan'));
    expect(read('--state', 'scan', 'doctor')).toEqual(commandLine('doctor', '--state', 'scan'));
  });

  it('opens its window when --state names nothing', () => {
    expect(read('--state')).toEqual(window());
  });

  it.each(CLI_COMMANDS.map((command) => [command]))(
    'is a command line for %s, with everything behind it',
    (command) => {
      expect(read(command, '/a b', '--json', '--mailbox', 'ann', '--state', '/s')).toEqual(
        commandLine(command, '/a b', '--json', '--mailbox', 'ann', '--state', '/s'),
      );
    },
  );

  it('passes over switches of Chromium before the command', () => {
    expect(read('--no-sandbox', '--ozone-platform=x11', 'scan', '/mail')).toEqual(commandLine('scan', '/mail'));
  });

  it('keeps its own options, wherever they stand before the command', () => {
    expect(read('--state', '/s', 'scan', '/mail')).toEqual(commandLine('scan', '--state', '/s', '/mail'));
    expect(read('--json', '--state=/s', '--no-sandbox', 'scan')).toEqual(
      commandLine('scan', '--json', '--state', '/s'),
    );
  });

  it('leaves a word that only looks like a command behind one alone', () => {
    expect(read('scan', 'resume', '--help')).toEqual(commandLine('scan', 'resume', '--help'));
  });

  it.each(['--help', '--version'])('answers %s without a window, with or without a command', (help) => {
    expect(read(help)).toEqual(commandLine(help));
    expect(read('--no-sandbox', help)).toEqual(commandLine(help));
    expect(read('unknown', help)).toEqual(commandLine(help));
    expect(read(help, 'scan', '/mail')).toEqual(commandLine(help, 'scan', '/mail'));
    expect(read('scan', help)).toEqual(commandLine('scan', help));
  });
});

it('opens the window of a development Electron that was given nothing but itself', () => {
  expect(readArguments(['electron'], true)).toEqual(window());
  expect(readArguments(['electron', '--no-sandbox'], true)).toEqual(window());
});

it('never takes the app’s own folder for a command', () => {
  expect(readArguments(['electron', 'scan'], true)).toEqual(window());
  expect(readArguments(['electron', 'scan', 'scan'], true)).toEqual(commandLine('scan'));
});
