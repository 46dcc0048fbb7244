import { AppError } from '../../../preload/contract/index.ts';
import type { ShellFacts } from '../../import/exchange/ports.ts';
import type { ShellEnd } from './shell-process.ts';

/** PowerShell ended, fell silent or is not itself. `reason` is ours, never its output. */
export function broken(reason: string, isRetryable = true): AppError {
  return new AppError('powerShellBroken', { reason }, { isRetryable });
}

/** Why there is no PowerShell where one has ended; `edition` names the one that was to be started. */
export function endFailure(end: ShellEnd, edition: string, hasSaidHello: boolean): AppError {
  if (end.failure === 'ENOENT') return new AppError('powerShellMissing', { edition });
  if (end.failure !== null) return broken(end.failure);
  const reason = hasSaidHello ? null : forbiddenReason(end.errorText);
  if (reason !== null) return new AppError('powerShellForbidden', { reason });
  return broken(end.signal === null ? `exit code ${end.exitCode ?? 'unknown'}` : `ended by ${end.signal}`);
}

/**
 * What the policy that forbids the script asks for; null when it was something else. There is no code but the text: the first
 * two words are in every language's, the rest is what PowerShell 7 says, which is not translated. Lines are cut at 80 columns.
 * @see learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_execution_policies
 */
function forbiddenReason(errorText: string): string | null {
  const said = errorText.replace(/\s+/g, ' ');
  if (/is not digitally signed/i.test(said)) return 'the script is not signed';
  if (/running scripts is disabled/i.test(said)) return 'scripts are disabled';
  return /UnauthorizedAccess\b|PSSecurityException/.test(said) ? 'execution policy' : null;
}

/** Oldest versions the script and the module of Exchange run in. @see learn.microsoft.com/powershell/exchange/exchange-online-powershell-v2 */
const NEEDED = { Desktop: '5.1', Core: '7.2' } as const;

/** Null when this PowerShell is new enough. */
export function versionFailure({ edition, version }: ShellFacts): AppError | null {
  const needed = NEEDED[edition];
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed.split('.').map(Number);
  const isEnough = major > neededMajor || (major === neededMajor && minor >= neededMinor);
  return isEnough ? null : new AppError('powerShellTooOld', { version, needed });
}
