import { CLI_COMMANDS } from './cli/program.ts';

/** What the app was started for. `stateFolder` is null when none was named. */
export type Launch =
  | { readonly kind: 'window'; readonly stateFolder: string | null }
  | { readonly kind: 'commandLine'; readonly argv: readonly string[] };

const STATE = '--state';

/**
 * Reads how Electron was started. Chromium's own switches may stand before the command and are passed over.
 * `isDevelopment`: the first word that is no switch is then the app's folder.
 */
export function readArguments(argv: readonly string[], isDevelopment: boolean): Launch {
  const words = argv.slice(1);
  if (isDevelopment) words.splice(0, words.findIndex((word) => !word.startsWith('-')) + 1);
  const first = words.findIndex((word, index) => !word.startsWith('-') && words[index - 1] !== STATE);
  const before = first < 0 ? words : words.slice(0, first);
  const command = words[first] ?? '';
  const isCommand = (CLI_COMMANDS as readonly string[]).includes(command);
  if (isCommand) {
    const own = [...only(before, ['--json']), ...stateIn(before).flatMap((folder) => [STATE, folder])];
    // Options belong to a command: those that stand before it are moved behind it.
    return { kind: 'commandLine', argv: [...only(before, HELP), command, ...own, ...words.slice(first + 1)] };
  }
  const help = only(words, HELP);
  if (help.length > 0) return { kind: 'commandLine', argv: help };
  return { kind: 'window', stateFolder: stateIn(words)[0] ?? null };
}

/** Switches that need no command. */
const HELP = ['--help', '--version'];

function only(words: readonly string[], wanted: readonly string[]): string[] {
  return words.filter((word) => wanted.includes(word));
}

/** The folders named by `--state <folder>` and `--state=<folder>`. */
function stateIn(words: readonly string[]): string[] {
  return words.flatMap((word, index) => {
    if (word.startsWith(`${STATE}=`)) return [word.slice(STATE.length + 1)];
    const next = words[index + 1];
    return word === STATE && next !== undefined ? [next] : [];
  });
}
