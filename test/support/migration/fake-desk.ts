import { ConnectionDesk, type DeskPorts } from '../../../main/migration/connection-desk.ts';
import { createNoConnection, createSwitchboard } from '../../../main/migration/switchboard.ts';
import {
  AppError,
  type Connection,
  type ProbeStep,
  SECRET_NAMES,
  type SecretName,
} from '../../../preload/contract/index.ts';

/** A step of a test that went well. */
export const GOOD_STEP: ProbeStep = { step: 'tenant', outcome: 'ok', detail: 'there', error: null };

/** A desk over a setting and secrets in memory; connections open as ones that refuse everything. */
export function createFakeDesk(change: Partial<DeskPorts> & { readonly connection?: Connection } = {}) {
  const kept = new Map<SecretName, string>();
  const opened: Connection[] = [];
  const retried: string[] = [];
  let connection: Connection | null = change.connection ?? null;
  const switchboard = createSwitchboard(createNoConnection('not set'));
  const desk = new ConnectionDesk({
    setting: {
      get: () => ({ connection, isManaged: false }),
      set: (next) => {
        connection = next;
      },
    },
    secrets: {
      get: async (name) => kept.get(name) ?? null,
      set: async (name, value) => void kept.set(name, value),
      forget: async (name) => void kept.delete(name),
      view: async () => SECRET_NAMES.map((name) => ({ name, isSet: kept.has(name), isRemembered: false })),
      canRemember: false,
    },
    hasSandbox: false,
    switchboard,
    runner: {
      isBusy: false,
      retryBlocked: async () => void retried.push('blocked'),
      renewImports: async () => {
        retried.push('imports');
        return [];
      },
    },
    open: async (next) => {
      if (next.engine === 'sandbox') throw new AppError('tenantUnavailable');
      opened.push(next);
      const tenant = { kind: next.engine, label: next.engine, defaultMailbox: next.defaultMailbox, mailboxes: [] };
      return { ...createNoConnection('a test'), connection: next, tenant };
    },
    test: async function* () {
      yield GOOD_STEP;
    },
    clock: { now: () => new Date('2026-01-02T03:04:05Z') },
    onUnrenewed: () => undefined,
    ...change,
  });
  return { desk, switchboard, kept, opened, retried };
}
