import { CLI_COMMANDS } from './cli/program.ts';

/** What the app was started for. `stateFolder` is null when none was named. */
export type Launch =
  | { readonly kind: 'window'; readonly stateFolder: string | null }
  | { readonly kind: 'commandLine'; readonly argv: readonly string[] };

/**
 * Reads how Electron was started. Chromium's own switches may stand anywhere and are passed over.
 * `isDevelopment`: the first word that is no switch is then the app's folder.
 */
export function readArguments(argv: readonly string[], isDevelopment: boolean): Launch {
  const words = argv.slice(1);
  if (isDevelopment) words.splice(0, words.findIndex((word) => !word.startsWith('-')) + 1);
  const first = words.findIndex((word, index) => !word.startsWith('-') && words[index - 1] !== '--state');
  const command = words[first] ?? '';
  if ((CLI_COMMANDS as readonly string[]).includes(command) || isHelp(words)) {
    const before = words.slice(0, Math.max(first, 0)).filter((word) => isHelp([word]));
    return {
      kind: 'commandLine',
      argv: first < 0 ? words.filter((word) => isHelp([word])) : [...before, ...words.slice(first)],
    };
  }
  const at = words.indexOf('--state');
  return { kind: 'window', stateFolder: at < 0 ? null : (words[at + 1] ?? null) };
}

function isHelp(words: readonly string[]): boolean {
  return words.some((word) => word === '--help' || word === '--version');
}
