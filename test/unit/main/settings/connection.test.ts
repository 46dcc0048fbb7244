import { expect, it } from 'vitest';
import { createConnectionSetting } from '../../../../main/settings/connection.ts';
import { NO_POLICY, type Policy } from '../../../../main/settings/policy.ts';
import { Connection } from '../../../../preload/contract/index.ts';

const PURVIEW = Connection.parse({ engine: 'purview' });
const EXCHANGE = Connection.parse({ engine: 'exchange', defaultMailbox: 'ann@contoso.example' });
const SANDBOX = Connection.parse({ engine: 'sandbox' });

function settingWith({
  stored = {},
  policy = NO_POLICY,
  hasSandbox = false,
}: {
  stored?: Record<string, unknown>;
  policy?: Policy;
  hasSandbox?: boolean;
}) {
  const preferences = {
    read: () => stored,
    write: (name: string, value: unknown) => {
      stored[name] = value;
    },
  };
  return { stored, setting: createConnectionSetting({ preferences, policy, hasSandbox }) };
}

it('a connection that was set is there', () => {
  const { setting, stored } = settingWith({});
  expect(setting.get()).toEqual({ connection: null, isManaged: false });
  setting.set(EXCHANGE);
  expect(setting.get()).toEqual({ connection: EXCHANGE, isManaged: false });
  expect(stored).toEqual({ connection: EXCHANGE });
});

it('that of the policy wins and cannot be changed', () => {
  const { setting, stored } = settingWith({ stored: { connection: EXCHANGE }, policy: { connection: PURVIEW } });
  expect(setting.get()).toEqual({ connection: PURVIEW, isManaged: true });
  expect(() => setting.set(EXCHANGE)).toThrow(expect.objectContaining({ code: 'connectionManaged' }));
  expect(stored).toEqual({ connection: EXCHANGE });
});

it('a policy about other things leaves it to the person', () => {
  const { setting } = settingWith({ policy: { cleanupKeepDays: 3 } });
  setting.set(PURVIEW);
  expect(setting.get()).toEqual({ connection: PURVIEW, isManaged: false });
});

it('the sandbox is one only where it is part of the product', () => {
  const without = settingWith({ stored: { connection: SANDBOX } });
  expect(without.setting.get().connection).toBeNull();
  expect(() => without.setting.set(SANDBOX)).toThrow(
    expect.objectContaining({ code: 'requestInvalid', params: { field: 'engine' } }),
  );
  const { setting } = settingWith({ hasSandbox: true });
  setting.set(SANDBOX);
  expect(setting.get().connection).toEqual(SANDBOX);
});

it('what is no connection is refused by its field', () => {
  const { setting, stored } = settingWith({});
  expect(() => setting.set({ engine: 'purview', container: 'nowhere', defaultMailbox: null })).toThrow(
    expect.objectContaining({ code: 'requestInvalid', params: { field: 'container' } }),
  );
  expect(stored).toEqual({});
});
