import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runScript } from './run-script.ts';

type Place = { readonly what: string; readonly line: number };
type Command = {
  /** Null when it is only known when the script runs. */
  readonly name: string | null;
  readonly line: number;
  readonly parameters: readonly string[];
  readonly isOnlySplatted: boolean;
  /** A block of script written out at this place, called here. */
  readonly isBlock: boolean;
};

/** What `script-facts.ps1` tells of a script. */
type ScriptFacts = {
  readonly errors: readonly Place[];
  readonly newSyntax: readonly Place[];
  readonly commands: readonly Command[];
  readonly calls: readonly { readonly name: string | null; readonly line: number }[];
  readonly types: readonly Place[];
  readonly variables: readonly Place[];
  readonly functions: readonly string[];
};

const FACTS_SCRIPT = fileURLToPath(new URL('script-facts.ps1', import.meta.url));
/** Text, or another program, would become code. */
const FORBIDDEN_TYPES = /(^|\.)(scriptblock|powershell|runspacefactory|assembly|process|activator)(\[\])?$/i;
const FORBIDDEN_CALLS =
  /^(invoke|invokereturnasis|invokewithcontext|invokescript|newscriptblock|expandstring|addscript|createinstance)$/i;
/** Parameters that Windows PowerShell 5.1 lacks, then those that hold code or a secret in plain text. */
const FORBIDDEN_PARAMETERS =
  /^(ashashtable|asarray|enumsasstrings|parallel|skiphttperrorcheck|asutc|additionalchildpath|asplaintext|encodedcommand)$/i;
/** The first makes PowerShell read standard input itself; 5.1 does not know the others. */
const FORBIDDEN_VARIABLES = /^((global|script|local):)?(input|iswindows|islinux|ismacos|iscoreclr)$/i;
/** Exchange is given values by splatting alone. */
const EXCHANGE_COMMAND = /-O365/i;

/**
 * What is wrong with scripts, as `name:line what`, by the real parser of PowerShell: syntax that Windows PowerShell 5.1 lacks,
 * ways in which a value could become code, and commands that are not allowed to the script.
 * @param allowed commands by the name of the script's file; its own functions are allowed anyway
 */
export async function checkScripts(
  paths: readonly string[],
  allowed: Readonly<Record<string, readonly string[]>>,
): Promise<string[]> {
  const { code, stdout, stderr } = await runScript(FACTS_SCRIPT, { parameters: paths });
  if (code !== 0) throw new Error(stderr);
  const lines = stdout.trim().split('\n');
  if (lines.length !== paths.length) throw new Error(`${paths.length} scripts, ${lines.length} answers`);
  const findings = await Promise.all(
    paths.map(async (path, index) => {
      const facts = JSON.parse(lines[index] ?? '') as ScriptFacts;
      const commands = allowed[basename(path)] ?? [];
      return [...findInFacts(facts, commands), ...findInBytes(await readFile(path))].map(
        ({ line, what }) => `${basename(path)}:${line} ${what}`,
      );
    }),
  );
  return findings.flat();
}

/** Full path of a script of the product. */
export function productScript(name: string): string {
  return join(fileURLToPath(new URL('../../../assets/powershell', import.meta.url)), name);
}

function findInFacts(facts: ScriptFacts, allowed: readonly string[]): Place[] {
  const matching = (places: readonly Place[], pattern: RegExp, what: string) =>
    places.filter((place) => pattern.test(place.what)).map((place) => ({ line: place.line, what: what + place.what }));
  const known = new Set([...allowed, ...facts.functions].map((name) => name.toLowerCase()));
  return [
    ...facts.errors,
    ...facts.newSyntax,
    ...facts.commands.flatMap((command) => findInCommand(command, known)),
    ...facts.calls.flatMap(({ name, line }) => {
      if (name === null) return [{ line, what: 'a method named by a value' }];
      return FORBIDDEN_CALLS.test(name) ? [{ line, what: `.${name}()` }] : [];
    }),
    ...matching(facts.types, FORBIDDEN_TYPES, 'type '),
    ...matching(facts.variables, FORBIDDEN_VARIABLES, '$'),
  ];
}

function findInCommand(command: Command, known: ReadonlySet<string>): Place[] {
  const { name, line } = command;
  const parameters = command.parameters
    .filter((parameter) => FORBIDDEN_PARAMETERS.test(parameter))
    .map((parameter) => ({ line, what: `-${parameter}` }));
  if (name === null)
    return command.isBlock ? parameters : [...parameters, { line, what: 'a command named by a value' }];
  if (!known.has(name.toLowerCase())) return [...parameters, { line, what: `command ${name}` }];
  const isLoose = EXCHANGE_COMMAND.test(name) && !command.isOnlySplatted;
  return isLoose ? [...parameters, { line, what: `${name} with more than splatted values` }] : parameters;
}

// Windows PowerShell reads a script without a mark of its encoding in the code page of the PC: only ASCII is the same in all.
function findInBytes(bytes: Buffer): Place[] {
  return bytes
    .toString('latin1')
    .split('\n')
    .flatMap((text, index) => [
      ...(/[^\t\r -~]/.test(text) ? [{ line: index + 1, what: 'not ASCII' }] : []),
      ...(/EncodedCommand/i.test(text) ? [{ line: index + 1, what: 'EncodedCommand' }] : []),
    ]);
}
