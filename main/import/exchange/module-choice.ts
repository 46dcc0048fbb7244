import { AppError } from '../../../preload/contract/index.ts';
import type { ShellFacts } from './ports.ts';

/** The oldest module that speaks the way Exchange Online still takes. */
const OLDEST_MODULE = '3.0.0';

/**
 * The PowerShell 7 each version of the module needs, newest first; all of them run in Windows PowerShell 5.1.
 * @see learn.microsoft.com/powershell/exchange/exchange-online-powershell-v2 (prerequisites)
 */
const NEEDED_CORE = [
  { module: '3.10.0', powerShell: '7.6.0' },
  { module: '3.5.0', powerShell: '7.4.0' },
  { module: OLDEST_MODULE, powerShell: '7.2.0' },
] as const;

/**
 * The newest installed version of the module that runs in this PowerShell.
 * @throws AppError moduleMissing, moduleTooOld, moduleNeedsPowerShell, each with what is there and what is needed
 */
export function chooseModule(versions: readonly string[], { edition, version }: ShellFacts): string {
  const newestFirst = versions.toSorted((a, b) => compareVersions(b, a));
  const newest = newestFirst[0];
  if (newest === undefined) throw new AppError('moduleMissing');
  if (compareVersions(newest, OLDEST_MODULE) < 0) {
    throw new AppError('moduleTooOld', { version: newest, needed: OLDEST_MODULE });
  }
  const usable = newestFirst.find((module) => {
    const needed = neededCore(module);
    return needed !== null && (edition === 'Desktop' || compareVersions(version, needed) >= 0);
  });
  if (usable !== undefined) return usable;
  throw new AppError('moduleNeedsPowerShell', { module: newest, version, needed: neededCore(newest) });
}

/** Null for a module that is too old everywhere. */
function neededCore(module: string): string | null {
  return NEEDED_CORE.find((row) => compareVersions(module, row.module) >= 0)?.powerShell ?? null;
}

/** Below 0 when `a` is older than `b`; by number, so that 3.10 is newer than 3.9. What follows a hyphen does not count. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let order = 0; order < Math.max(left.length, right.length); order++) {
    const difference = (left[order] ?? 0) - (right[order] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): readonly number[] {
  return (version.split('-')[0] ?? '').split('.').map((part) => Number.parseInt(part, 10) || 0);
}
