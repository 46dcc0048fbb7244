import { expect, it } from 'vitest';
import type { SecretStore } from '../../../../main/settings/secrets.ts';
import { withTemporarySecrets } from '../../../../main/settings/temporary-secrets.ts';
import { SECRET_NAMES, type SecretName } from '../../../../preload/contract/index.ts';

function createStore(kept: Map<SecretName, string>): SecretStore {
  return {
    get: async (name) => kept.get(name) ?? null,
    set: async (name, value) => void kept.set(name, value),
    forget: async (name) => void kept.delete(name),
    view: async () => SECRET_NAMES.map((name) => ({ name, isSet: kept.has(name), isRemembered: kept.has(name) })),
    canRemember: true,
  };
}

it('what is given for one run comes first and is not kept', async () => {
  const kept = new Map<SecretName, string>([['uploadSas', 'kept']]);
  const secrets = withTemporarySecrets(createStore(kept), { uploadSas: 'given', importSas: 'read' });
  expect([await secrets.get('uploadSas'), await secrets.get('importSas')]).toEqual(['given', 'read']);
  expect([...kept]).toEqual([['uploadSas', 'kept']]);
  expect((await secrets.view()).filter(({ isSet }) => isSet)).toEqual([
    { name: 'uploadSas', isSet: true, isRemembered: false },
    { name: 'importSas', isSet: true, isRemembered: false },
  ]);
});

it('what is set or forgotten later takes its place', async () => {
  const secrets = withTemporarySecrets(createStore(new Map()), { uploadSas: 'given', importSas: 'read' });
  await secrets.set('uploadSas', 'new');
  await secrets.forget('importSas');
  expect([await secrets.get('uploadSas'), await secrets.get('importSas')]).toEqual(['new', null]);
});
