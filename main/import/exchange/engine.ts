import { setTimeout as delay } from 'node:timers/promises';
import type { ImportEngine } from '../engine.ts';
import type { ExchangeShell } from './ports.ts';
import { probeExchange } from './probe.ts';
import {
  findRequest,
  listRequests,
  type RequestContext,
  removeRequest,
  renewRequest,
  resumeRequest,
  startRequest,
  suspendRequest,
} from './requests.ts';
import { createSession, type ExchangeConnection } from './session.ts';
import { WatchHub } from './watch-hub.ts';

/** What the engine works by, and what it takes from outside for tests. Waits are in milliseconds, the clock never goes back. */
export type ExchangeEngineOptions = {
  readonly kind: ExchangeConnection['engine'];
  /** Of the same kind. */
  readonly connection: ExchangeConnection;
  /** Asked for at each sign-in with a certificate of a file; null for a file without a password. */
  readonly certificatePassword: () => Promise<string | null>;
  /** Such as `en-GB`: how dates are read that came as text. */
  readonly culture?: string;
  readonly wait?: (delayMs: number, signal: AbortSignal) => Promise<void>;
  readonly nowMs?: () => number;
  readonly random?: () => number;
};

/** An engine that may ask the person while it signs in. */
export type ExchangeEngine = ImportEngine & {
  /**
   * Calls the listener with each text of a sign-in, such as a code and where to type it, and with null once nothing is
   * asked any more; the returned function ends that.
   */
  onSignInAsks(listener: (text: string | null) => void): () => void;
};

/**
 * Imports by the cmdlets of Exchange: from a storage container into Exchange Online, from a share into servers of one's own. It
 * signs in when something is needed and once for all who wait; `watch` outlives losses of PowerShell, of the session and of
 * the network for as long as its signal allows.
 */
export function createExchangeEngine(shell: ExchangeShell, options: ExchangeEngineOptions): ExchangeEngine {
  const { kind, connection, wait = sleep, nowMs = () => performance.now(), random = Math.random, culture } = options;
  const listeners = new Set<(text: string | null) => void>();
  const onAsk = (text: string | null) => {
    for (const listener of listeners) listener(text);
  };
  const session = createSession(shell, { connection, certificatePassword: options.certificatePassword, onAsk });
  const hub = new WatchHub(shell, { session, wait, nowMs, random, culture });
  const contextOf = (signal: AbortSignal): RequestContext => ({ session, kind, signal, wait, culture });
  return {
    kind,
    probe: (question, signal) => probeExchange({ session, connection, question, signal }),
    // A list of all mailboxes takes minutes in a large organisation and is nobody's business on a person's PC.
    listMailboxes: async () => (connection.defaultMailbox === null ? [] : [connection.defaultMailbox]),
    start: (order, signal) => startRequest(contextOf(signal), order),
    find: (name, signal) => findRequest(contextOf(signal), name),
    watch: (requestId, signal) => hub.watch(requestId, signal),
    renew: (requestId, source, signal) => renewRequest(contextOf(signal), requestId, source),
    suspend: (requestId, signal) => suspendRequest(contextOf(signal), requestId),
    resume: (requestId, signal) => resumeRequest(contextOf(signal), requestId),
    list: (signal) => listRequests(contextOf(signal)),
    remove: (requestId, signal) => removeRequest(contextOf(signal), requestId),
    close: async () => {
      hub.close();
      await session.close();
    },
    onSignInAsks: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

async function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  await delay(delayMs, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}
