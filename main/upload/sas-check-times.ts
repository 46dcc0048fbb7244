import type { SasFinding, SasFindingCode, SasLevel } from '../../preload/contract/index.ts';
import { lifetimeOf, type SasFacts } from './sas.ts';
import type { SasExpectation } from './sas-check.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How far clocks may be apart. @see learn.microsoft.com/azure/storage/common/storage-sas-overview (best practices) */
const SKEW_MS = 15 * MINUTE_MS;

/** Longest a SAS should be valid: as long as the key of a user delegation may be. */
const LONGEST_MS = 7 * DAY_MS;

/** From here on nobody meant an end: the usual one is the year 9999. */
const YEARS_MS = 366 * DAY_MS;

/** Less than this is not worth beginning with. */
const SOON_MS = HOUR_MS;

/** What is to be said about from when until when a SAS is valid. */
export function checkTimes(facts: SasFacts, expectation: SasExpectation): SasFinding[] {
  const { startsAtMs, expiresAtMs } = lifetimeOf(facts);
  const unreadable = [
    ...([facts.startsAt, facts.keyStartsAt].some((time) => time?.atMs === null) ? ['start'] : []),
    ...([facts.expiresAt, facts.keyExpiresAt].some((time) => time?.atMs === null) ? ['end'] : []),
  ];
  const isReversed = startsAtMs !== null && expiresAtMs !== null && expiresAtMs <= startsAtMs;
  return [
    ...unreadable.map((field) => found('refuse', 'timeUnreadable', { field })),
    ...(isReversed ? [found('refuse', 'timesReversed')] : []),
    ...(isReversed ? [] : checkStart(startsAtMs, expectation.nowMs)),
    ...(facts.expiresAt === null ? checkNoEnd(facts, expectation) : []),
    ...(expiresAtMs === null || isReversed ? [] : checkEnd(expiresAtMs, expectation)),
    ...checkKey(facts),
  ];
}

function found(level: SasLevel, code: SasFindingCode, params: SasFinding['params'] = {}): SasFinding {
  return { level, code, params };
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

function checkStart(startsAtMs: number | null, nowMs: number): SasFinding[] {
  if (startsAtMs === null || startsAtMs <= nowMs - SKEW_MS) return [];
  const params = { startsAt: iso(startsAtMs) };
  return [startsAtMs > nowMs ? found('refuse', 'notYetValid', params) : found('warn', 'startsJustNow', params)];
}

function checkNoEnd({ policy }: SasFacts, { mode }: SasExpectation): SasFinding[] {
  if (policy === null) return [found('refuse', 'noExpiry')];
  return [found(mode === 'technician' ? 'warn' : 'refuse', 'expiryUnknown', { policy })];
}

function checkEnd(expiresAtMs: number, { mode, nowMs }: SasExpectation): SasFinding[] {
  const leftMs = expiresAtMs - nowMs;
  const expiresAt = iso(expiresAtMs);
  const level = mode === 'technician' ? 'warn' : 'refuse';
  if (leftMs <= 0) return [found('refuse', 'expired', { expiresAt })];
  if (leftMs > YEARS_MS) return [found(level, 'livesForYears', { expiresAt })];
  if (leftMs > LONGEST_MS + SKEW_MS) {
    return [found(level, 'livesTooLong', { expiresAt, days: Math.ceil(leftMs / DAY_MS) })];
  }
  return leftMs < SOON_MS ? [found('warn', 'expiresSoon', { expiresAt })] : [];
}

function checkKey({ expiresAt, keyExpiresAt }: SasFacts): SasFinding[] {
  const [own, key] = [expiresAt?.atMs ?? null, keyExpiresAt?.atMs ?? null];
  return own !== null && key !== null && key < own ? [found('warn', 'keyExpiresFirst', { expiresAt: iso(key) })] : [];
}
