import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { AppError, EXIT_CODES, SAS_USES } from '../../preload/contract/index.ts';
import type { ConnectionDesk } from '../migration/connection-desk.ts';
import type { GivenSecrets } from '../migration/given-secrets.ts';
import { stackOf } from '../stack-of.ts';
import type { CleanupOptions } from './cleanup-command.ts';
import type { CliHost, CommandContext } from './command.ts';
import { addSecretOptions, type SecretOptions } from './connection-options.ts';
import type { MigrateOptions } from './move-commands.ts';
import { asAppError, createOutput } from './output.ts';
import { refuseSecrets } from './sas-argument.ts';
import type { SasOptions } from './sas-command.ts';
import type { ScanOptions } from './scan-command.ts';
import { lineText } from './text.ts';

/** The words that make the app a command line; anything else opens the window. */
export const CLI_COMMANDS = [
  'scan',
  'drives',
  'inspect',
  'check',
  'compare',
  'migrate',
  'resume',
  'doctor',
  'sas',
  'connection',
  'watch',
  'cleanup',
  'help',
] as const;

type Streams = Parameters<typeof createOutput>[0];
type SharedOptions = SecretOptions & { readonly json?: boolean; readonly state?: string };
type Run = (context: CommandContext) => Promise<number>;

/**
 * Runs one command line and gives its exit code. Never rejects.
 * @see EXIT_CODES of the contract
 */
export async function runCli(
  argv: readonly string[],
  options: { readonly host: CliHost; readonly streams: Streams; readonly signal: AbortSignal },
): Promise<number> {
  const { host, streams, signal } = options;
  let run: { readonly run: Run; readonly shared: SharedOptions } | null = null;
  const program = createProgram({
    version: host.version,
    write: { out: (text) => streams.stdout.write(text), err: (text) => streams.stderr.write(text) },
    choose: (chosen, shared) => {
      run = { run: chosen, shared };
    },
  });
  const isJson = argv.includes('--json');
  const output = createOutput(streams, isJson, lineText);
  try {
    // Before anything repeats a wrong argument in its own words.
    refuseSecrets(argv);
    await program.parseAsync([...argv], { from: 'user' });
    const chosen = run as { readonly run: Run; readonly shared: SharedOptions } | null;
    if (!chosen) return EXIT_CODES.done;
    const stateFolder = host.resolvePath(chosen.shared.state ?? host.defaultStateFolder);
    return await chosen.run({
      output,
      signal,
      host,
      stateFolder,
      look: async () => (await import('../wiring.ts')).createReaders(host).looker,
      open: async () => {
        const { openServices } = await import('../wiring.ts');
        const given = await readGiven(chosen.shared, { output, signal, host });
        const services = await openServices(host, stateFolder, given);
        services.desk.onChange((change) => {
          if (change.kind === 'signInAsks' && change.text !== null) output.say(change.text);
        });
        return services;
      },
    });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT_CODES.done;
      if (isJson) output.error(new AppError('usage', { detail: error.message.replace(/^error: /, '') }));
      return EXIT_CODES.usage;
    }
    if (signal.aborted) return EXIT_CODES.cancelled;
    if (!(error instanceof AppError)) streams.stderr.write(`${stackOf(error)}\n`);
    output.error(asAppError(error));
    return exitCodeFor(error);
  }
}

/** The secrets the command line names files of. */
async function readGiven(
  options: SecretOptions,
  context: Pick<CommandContext, 'output' | 'signal' | 'host'>,
): Promise<GivenSecrets> {
  const { readConnectionSecrets } = await import('./connection-options.ts');
  const { readSecret } = await import('../platform/secret-input.ts');
  return readConnectionSecrets(options, readSecret, context);
}

function exitCodeFor(error: unknown): number {
  if (!(error instanceof AppError)) return EXIT_CODES.failed;
  if (error.code === 'targetInvalid' || error.code === 'usage') return EXIT_CODES.usage;
  return ['stateInUse', 'stateUnwritable', 'tenantUnavailable'].includes(error.code)
    ? EXIT_CODES.blocked
    : EXIT_CODES.failed;
}

type ProgramPorts = {
  readonly version: string;
  readonly write: { readonly out: (text: string) => void; readonly err: (text: string) => void };
  readonly choose: (run: Run, shared: SharedOptions) => void;
};

/** An option that may be given several times. */
function appendTo(value: string, before: readonly string[]): readonly string[] {
  if (value.trim() === '') throw new InvalidArgumentError('a folder must be named');
  return [...before, value];
}

function createProgram({ version, write, choose }: ProgramPorts): Command {
  const program = new Command('pst-ferry')
    .description('Moves the mail you choose out of Outlook PST files and into your Microsoft 365 mailbox.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: write.out, writeErr: write.err })
    .addHelpText('after', EXIT_HELP);
  const command: AddCommand = (name) =>
    program
      .command(name)
      .addOption(new Option('--json', 'one JSON object a line on stdout'))
      .addOption(new Option('--state <folder>', 'keep all state in this folder'))
      .addHelpText('after', EXIT_HELP);
  addLookCommands(command, choose);
  addMoveCommands(command, choose);
  addSasCommand(command, choose);
  addConnectionCommands(command, choose);
  addImportCommands(command, choose);
  return program;
}

/** A new command with the options that all of them share. */
type AddCommand = (name: (typeof CLI_COMMANDS)[number]) => Command;

// Each command is loaded when it is asked for: what a scan does without is most of the program.

function addLookCommands(command: AddCommand, choose: ProgramPorts['choose']): void {
  const look = () => import('./look-commands.ts');
  command('scan')
    .description('find PST files')
    .argument('[roots...]', 'folders to look in; all local drives when none is named')
    .option('--deep', 'look into every file for PSTs under other names; far slower', false)
    .option('--csv', 'the list as a table for a spreadsheet on stdout', false)
    .option('--skip <folder>', 'leave out this folder as well; may be given several times', appendTo, [])
    .option('--no-skip-list', 'look into system folders, too')
    .action((roots: string[], options: SharedOptions & ScanOptions) =>
      choose(async (context) => (await import('./scan-command.ts')).scanCommand(roots, options, context), options),
    );
  command('drives')
    .description('list the places a scan can look in, and which of them it does look in')
    .action((options: SharedOptions) => choose(async (context) => (await look()).drivesCommand(context), options));
  command('inspect')
    .description('show the folders of a PST and what each holds')
    .argument('<pst>', 'the file')
    .action((file: string, options: SharedOptions) =>
      choose(async (context) => (await look()).inspectCommand(file, context), options),
    );
  command('check')
    .description('tell whether PST files can be moved as they are, without reading what they hold')
    .argument('<pst...>', 'the files')
    .action((files: string[], options: SharedOptions) =>
      choose(async (context) => (await look()).checkCommand(files, context), options),
    );
  command('compare')
    .description('tell how much of a PST is in others as well')
    .argument('<pst>', 'the file')
    .argument('<others...>', 'the files it is compared with')
    .action((file: string, others: string[], options: SharedOptions) =>
      choose(async (context) => (await look()).compareCommand(file, others, context), options),
    );
}

function addMoveCommands(command: AddCommand, choose: ProgramPorts['choose']): void {
  const move = () => import('./move-commands.ts');
  addSecretOptions(command('migrate'))
    .description('move PST files into a mailbox; the same command again goes on where it was')
    .argument('<pst...>', 'the files')
    .requiredOption('--mailbox <address>', 'the mailbox the mail goes to')
    .option('--folder <path>', 'folder in the mailbox, names joined by "/" (default: Imported PST/<file name>)')
    .option('--archive', 'into the archive mailbox', false)
    .option('--include-folder <pattern>', INCLUDE_HELP, appendTo, [])
    .option('--exclude-folder <pattern>', 'all but this folder; may be given several times', appendTo, [])
    .action((files: string[], options: SharedOptions & MigrateOptions) =>
      choose(async (context) => (await move()).migrateCommand(files, options, context), options),
    );
  addSecretOptions(command('resume'))
    .description('go on with every move that has not ended')
    .action((options: SharedOptions) => choose(async (context) => (await move()).resumeCommand(context), options));
  addSecretOptions(command('doctor'))
    .description('look at everything a move needs')
    .option('--mailbox <address>', 'for this mailbox; the default one when none is named')
    .action((options: SharedOptions & { mailbox?: string }) =>
      choose(
        async (context) => (await import('./doctor-command.ts')).doctorCommand(context, options.mailbox ?? null),
        options,
      ),
    );
}

function addSasCommand(command: AddCommand, choose: ProgramPorts['choose']): void {
  command('sas')
    .description('tell what a SAS allows and whether it may be used; it is read from a file or from standard input')
    .argument('[file]', 'a file with the SAS and nothing else; "-", or none, for standard input')
    .addOption(new Option('--for <use>', 'what it is to be used for').choices(SAS_USES).default('upload'))
    .addOption(new Option('--mode <mode>', SAS_MODE_HELP).choices(['job', 'technician']).default('job'))
    .action((file: string | undefined, options: SharedOptions & SasOptions) =>
      choose(async (context) => {
        const { sasCommand } = await import('./sas-command.ts');
        const { readSecret } = await import('../platform/secret-input.ts');
        return sasCommand(file ?? '-', options, context, readSecret);
      }, options),
    );
}

function addConnectionCommands(command: AddCommand, choose: ProgramPorts['choose']): void {
  const connect = () => import('./connect-command.ts');
  const group = addSecretOptions(command('connection'))
    .description('show where mail goes, and what is known of the secrets that takes')
    .action((options: SharedOptions) =>
      choose(
        (context) => withDesk(context, async (desk) => (await connect()).connectionCommand(desk, context)),
        options,
      ),
    );
  group
    .command('set')
    .description('keep the connection that stands in a JSON file')
    .argument('<file>', 'the file; "-" for standard input')
    .action((file: string, _own: unknown, self: Command) =>
      choose(async (context) => {
        const { readSecret } = await import('../platform/secret-input.ts');
        return withDesk(context, async (desk) =>
          (await connect()).setConnectionCommand(file, desk, context, readSecret),
        );
      }, self.optsWithGlobals()),
    );
  addSecretOptions(group.command('test'))
    .description('try everything a move needs, step by step')
    .option('--mailbox <address>', 'for this mailbox; the default one when none is named')
    .option('--archive', 'for its archive', false)
    .action((_own: unknown, self: Command) => {
      const options = self.optsWithGlobals<SharedOptions & { mailbox?: string; archive?: boolean }>();
      return choose(
        (context) => withDesk(context, async (desk) => (await connect()).testConnectionCommand(options, desk, context)),
        options,
      );
    });
}

async function withDesk(context: CommandContext, work: (desk: ConnectionDesk) => Promise<number>): Promise<number> {
  const { desk, close } = await context.open();
  try {
    return await work(desk);
  } finally {
    await close();
  }
}

function addImportCommands(command: AddCommand, choose: ProgramPorts['choose']): void {
  addSecretOptions(command('watch'))
    .description('follow imports, whichever PC started them, until they are over')
    .argument('[requests...]', 'ids of import requests; all that are under way when none is named')
    .action((requests: string[], options: SharedOptions) =>
      choose(async (context) => (await import('./import-commands.ts')).watchImports(requests, context), options),
    );
  addSecretOptions(command('cleanup'))
    .description('remove uploaded files whose imports are done')
    .option('--what-if', 'show what would be removed, and remove nothing', false)
    .option('--older-than <days>', 'so many days after the last import of a file', wholeDays)
    .option('--yes', 'without asking', false)
    .action((options: SharedOptions & CleanupOptions) =>
      choose(async (context) => (await import('./import-commands.ts')).cleanUpImports(options, context), options),
    );
}

function wholeDays(value: string): number {
  if (!/^\d{1,4}$/.test(value)) throw new InvalidArgumentError('a whole number of days');
  return Number(value);
}

const SAS_MODE_HELP =
  'job: made for one file of one person; technician: for a container, in the hands of an administrator';

const INCLUDE_HELP =
  'only this folder, as "Projects/2019", with all below it as "Projects/*", by role as "#Inbox#/*"; may be given several times';

const EXIT_HELP = `
Exit codes: 0 done, 2 done with skips, 3 failed, 4 blocked, 64 wrong usage, 130 cancelled.`;
