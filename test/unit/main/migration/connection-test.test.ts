import { describe, expect, it } from 'vitest';
import { testConnection } from '../../../../main/migration/connection-test.ts';
import type { TinyUpload } from '../../../../main/migration/storage-test.ts';
import { AppError, Connection, type ProbeStep, type SecretName } from '../../../../preload/contract/index.ts';
import { NOW_MS, SIGNATURE_FORMS, sasToken } from '../../../support/upload/sas-text.ts';

const CONTAINER = 'https://contoso.blob.core.windows.net/pst';
const EXCHANGE = Connection.parse({ engine: 'exchange', container: CONTAINER });
const SECRETS: Partial<Record<SecretName, string>> = {
  uploadSas: sasToken({ sr: 'c', sp: 'cw' }),
  importSas: sasToken({ sr: 'c', sp: 'r' }),
  cleanupSas: sasToken({ sr: 'c', sp: 'd' }),
};
const NAME = 'pst-ferry-test-7.txt';

const ok = (step: ProbeStep['step']): ProbeStep => ({ step, outcome: 'ok', detail: '', error: null });

/** A storage of one container; keeps what was asked of it. */
class FakeTiny implements TinyUpload {
  readonly calls: string[] = [];
  readonly blobs = new Map<string, string>();
  failures: Partial<Record<'put' | 'read' | 'remove', unknown>> = {};

  async put(address: { blobUri: string; sasToken: string }, text: string): Promise<void> {
    this.#note('put', address);
    this.blobs.set(address.blobUri, text);
  }
  async read(address: { blobUri: string; sasToken: string }): Promise<string> {
    this.#note('read', address);
    return this.blobs.get(address.blobUri) ?? '';
  }
  async remove(address: { blobUri: string; sasToken: string }): Promise<void> {
    this.#note('remove', address);
    this.blobs.delete(address.blobUri);
  }
  #note(call: 'put' | 'read' | 'remove', { blobUri, sasToken }: { blobUri: string; sasToken: string }): void {
    const name = Object.entries(SECRETS).find(([, value]) => value === sasToken)?.[0] ?? 'another SAS';
    this.calls.push(`${call} ${blobUri.slice(CONTAINER.length + 1)} by ${name}`);
    if (this.failures[call]) throw this.failures[call];
  }
}

type World = {
  connection?: Connection | null;
  secrets?: Partial<Record<SecretName, string>>;
  tiny?: FakeTiny;
  probe?: () => AsyncGenerator<ProbeStep>;
  signal?: AbortSignal;
};

async function run(world: World = {}) {
  const { connection = EXCHANGE, secrets = SECRETS, tiny = new FakeTiny(), probe } = world;
  const engineSteps = async function* () {
    yield* [ok('signIn'), ok('quota'), ok('whatIf')];
  };
  const steps: ProbeStep[] = [];
  const test = testConnection(
    {
      engine: { probe: probe ?? engineSteps },
      connection,
      secrets: { get: async (name) => secrets[name] ?? null },
      tiny,
      question: { mailbox: null, isArchive: false, neededBytes: 0 },
      now: () => new Date(NOW_MS),
      createId: () => '7',
    },
    world.signal ?? new AbortController().signal,
  );
  const error = await (async () => {
    for await (const step of test) steps.push(step);
  })().catch((cause: unknown) => cause);
  const byName = new Map(steps.map((step) => [step.step, step]));
  return {
    steps,
    names: steps.map(({ step }) => step),
    get: (name: ProbeStep['step']) => byName.get(name),
    tiny,
    error,
  };
}

describe('the test of a connection', () => {
  it('takes the steps of engine and storage in order, and cleans up', async () => {
    const { steps, tiny } = await run();
    expect(steps.map(({ step, outcome }) => [step, outcome])).toEqual([
      ['signIn', 'ok'],
      ['quota', 'ok'],
      ['uploadSas', 'warning'],
      ['importSas', 'warning'],
      ['uploadTest', 'ok'],
      ['whatIf', 'ok'],
    ]);
    expect(tiny.calls).toEqual([
      `put ${NAME} by uploadSas`,
      `read ${NAME} by importSas`,
      `remove ${NAME} by cleanupSas`,
    ]);
    expect(tiny.blobs.size).toBe(0);
    expect(steps.flatMap(({ detail }) => SIGNATURE_FORMS.filter((form) => detail.includes(form)))).toEqual([]);
  });

  it('tells what a SAS opens, allows and until when, and what is not as it should be', async () => {
    const { get } = await run();
    expect(get('uploadSas')?.detail).toMatch(
      /^pst; create, write; until 2026-03-05 12:00 UTC\. It is good for every file/,
    );
  });

  it('tests the storage as the last when the engine has nothing behind it', async () => {
    const { names } = await run({
      probe: async function* () {
        yield ok('tenant');
      },
    });
    expect(names).toEqual(['tenant', 'uploadSas', 'importSas', 'uploadTest']);
  });

  it('tests the storage even when the engine fails altogether, and tells that', async () => {
    const { names, error } = await run({
      // biome-ignore lint/correctness/useYield: it fails before there is anything to give.
      probe: async function* () {
        throw new AppError('powerShellBroken');
      },
    });
    expect(names).toEqual(['uploadSas', 'importSas', 'uploadTest']);
    expect(error).toMatchObject({ code: 'powerShellBroken' });
  });

  it('asks Purview for no permission to read', async () => {
    const connection = Connection.parse({ engine: 'purview', container: CONTAINER });
    const { names, tiny, get } = await run({ connection, secrets: { uploadSas: SECRETS.uploadSas ?? '' } });
    expect(names).toEqual(['signIn', 'quota', 'uploadSas', 'uploadTest', 'whatIf']);
    expect(tiny.calls).toEqual([`put ${NAME} by uploadSas`]);
    expect(get('uploadTest')).toMatchObject({
      outcome: 'ok',
      detail: `${NAME} was written and stays in the container.`,
    });
  });

  it.each([
    null,
    Connection.parse({ engine: 'sandbox' }),
    Connection.parse({ engine: 'onPremises', connectionUri: 'http://a.example/PowerShell/', share: '\\\\a\\b' }),
  ])('leaves the storage out where it needs no permission of the person: %j', async (connection) => {
    expect((await run({ connection })).names).toEqual(['signIn', 'quota', 'whatIf']);
  });
});

describe('a step fails', () => {
  it('where a secret is missing, and nothing is sent', async () => {
    const { get, tiny } = await run({ secrets: {} });
    expect(get('uploadSas')?.error).toEqual({ code: 'secretMissing', params: { name: 'uploadSas' } });
    expect(get('importSas')?.error).toEqual({ code: 'secretMissing', params: { name: 'importSas' } });
    expect(get('uploadTest')).toEqual({ step: 'uploadTest', outcome: 'skipped', detail: 'uploadSas', error: null });
    expect(tiny.calls).toEqual([]);
  });

  it('where the container is not known', async () => {
    const { get } = await run({ connection: Connection.parse({ engine: 'exchange' }) });
    expect(get('uploadSas')?.error).toMatchObject({ code: 'connectionMissing', params: { reason: 'container' } });
  });

  it('where a SAS has expired or is not for that', async () => {
    const { get } = await run({
      secrets: {
        uploadSas: sasToken({ sr: 'c', sp: 'cw', se: '2026-03-04T11:45:00Z' }),
        importSas: sasToken({ sr: 'c', sp: 'rw' }),
      },
    });
    expect(get('uploadSas')).toMatchObject({
      outcome: 'failed',
      error: { code: 'sasInvalid', params: { reason: 'expired' } },
    });
    expect(get('importSas')?.error?.params.reason).toBe('containerTooWide');
  });

  it('where the storage refuses, as it says', async () => {
    const tiny = new FakeTiny();
    tiny.failures = { put: new AppError('uploadContainerMissing', { status: 404 }) };
    const { get } = await run({ tiny });
    expect(get('uploadTest')).toMatchObject({ outcome: 'failed', error: { code: 'uploadContainerMissing' } });
    expect(tiny.calls).toEqual([`put ${NAME} by uploadSas`]);
  });

  it.each(['uploadForbidden', 'uploadExpired'] as const)(
    'where what was written may not be read for the import (%s); the blob is deleted all the same',
    async (code) => {
      const tiny = new FakeTiny();
      tiny.failures = { read: new AppError(code, { status: 403, reason: 'AuthenticationFailed' }) };
      const { get } = await run({ tiny });
      expect(get('uploadTest')).toEqual({
        step: 'uploadTest',
        outcome: 'failed',
        detail: `${NAME} was written and deleted.`,
        error: { code: 'importForbidden', params: { status: 403, reason: 'AuthenticationFailed' } },
      });
    },
  );

  it('where something else comes back', async () => {
    const tiny = new FakeTiny();
    tiny.read = async () => 'welcome to our network';
    expect((await run({ tiny })).get('uploadTest')?.error?.params).toEqual({ reason: 'ReadBackDiffers' });
  });
});

describe('the upload test', () => {
  it('is no failure when the blob cannot be deleted: it stays, and that is said', async () => {
    const tiny = new FakeTiny();
    tiny.failures = { remove: new AppError('uploadForbidden') };
    expect((await run({ tiny })).get('uploadTest')).toMatchObject({
      outcome: 'ok',
      detail: `${NAME} was written and stays in the container.`,
    });
  });

  it('is left out with a SAS for one file alone', async () => {
    const { get, tiny } = await run({ secrets: { ...SECRETS, uploadSas: sasToken() } });
    expect([get('uploadTest')?.outcome, tiny.calls]).toEqual(['skipped', []]);
  });

  it('ends with the reason of a stop', async () => {
    const stop = new AbortController();
    const tiny = new FakeTiny();
    tiny.put = async () => {
      stop.abort('cancel');
      throw new AppError('uploadRejected');
    };
    const { error, names } = await run({ tiny, signal: stop.signal });
    expect([error, names.at(-1)]).toEqual(['cancel', 'importSas']);
  });

  it('does not hide a bug', async () => {
    const tiny = new FakeTiny();
    tiny.failures = { put: new TypeError('a bug') };
    expect((await run({ tiny })).error).toBeInstanceOf(TypeError);
  });
});
