import { describe, expect, it } from 'vitest';
import { createNoConnection } from '../../../../main/migration/switchboard.ts';
import { AppError, Connection, type FerryChange } from '../../../../preload/contract/index.ts';
import { createFakeDesk, GOOD_STEP } from '../../../support/migration/fake-desk.ts';

const CONTAINER = 'https://contoso.blob.core.windows.net/pst';
const TOKEN = `sv=2021-12-02&se=2026-01-05T00%3A00%3A00Z&sr=c&sp=rcw&spr=https&sig=${'A'.repeat(42)}w%3D`;
const READ_TOKEN = TOKEN.replace('sp=rcw', 'sp=r');
const EXCHANGE = Connection.parse({ engine: 'exchange' });
const SET = Connection.parse({ engine: 'exchange', container: CONTAINER });

describe('a connection', () => {
  it('that is not set is said to be missing', async () => {
    const view = await createFakeDesk().desk.view();
    expect([view.connection.engine, view.problem?.code]).toEqual(['exchange', 'connectionMissing']);
  });

  it('is opened as soon as it is set, and what waited goes on', async () => {
    const { desk, opened, retried, switchboard } = createFakeDesk();
    const changes: FerryChange[] = [];
    desk.onChange((change) => changes.push(change));
    const view = await desk.set(EXCHANGE);
    expect([view.connection, view.problem, opened, retried]).toEqual([EXCHANGE, null, [EXCHANGE], ['blocked']]);
    expect(changes).toEqual([{ kind: 'tenantChanged', tenant: switchboard.current().tenant }]);
  });

  it('cannot be changed while files are moved', async () => {
    const runner = { isBusy: true, retryBlocked: async () => undefined, renewImports: async () => [] };
    const { desk, opened } = createFakeDesk({ runner });
    await expect(desk.set(EXCHANGE)).rejects.toThrow('connectionBusy');
    expect(opened).toEqual([]);
  });

  it('that cannot be opened leaves none, and the view says why', async () => {
    const { desk, switchboard } = createFakeDesk({
      open: async () => {
        throw new AppError('powerShellMissing', { edition: 'PowerShell 7' });
      },
    });
    const view = await desk.set(EXCHANGE);
    expect([view.problem?.code, switchboard.current().tenant.kind]).toEqual(['powerShellMissing', null]);
  });
});

describe('changes that come at the same time', () => {
  it('end with the last of them, stored and in force', async () => {
    const opened: string[] = [];
    const { desk, switchboard } = createFakeDesk({
      open: async (connection) => {
        // The first one takes longest.
        for (let turn = 0; turn < 20 && opened.length === 0; turn++) await Promise.resolve();
        opened.push(connection.engine);
        return { ...createNoConnection('a test'), connection };
      },
    });
    const purview = Connection.parse({ engine: 'purview' });
    await Promise.all([desk.set(EXCHANGE), desk.set(purview)]);
    expect([(await desk.view()).connection, switchboard.current().connection]).toEqual([purview, purview]);
    expect(opened).toEqual(['exchange', 'purview']);
  });

  it('that is none opens nothing again', async () => {
    const { desk, opened } = createFakeDesk();
    await desk.set(EXCHANGE);
    await desk.set(EXCHANGE);
    expect(opened).toEqual([EXCHANGE]);
  });

  it('never has two embedded tenants over one folder', async () => {
    const order: string[] = [];
    const { desk } = createFakeDesk({
      hasSandbox: true,
      open: async (connection) => {
        order.push(`open ${connection.engine}`);
        const close = async () => void order.push(`close ${connection.engine}`);
        return { ...createNoConnection('a test'), connection, close };
      },
    });
    await desk.set({ engine: 'sandbox' });
    await desk.set(EXCHANGE);
    expect(order).toEqual(['open sandbox', 'close sandbox', 'open exchange']);
  });
});

describe('a SAS', () => {
  it('to upload names the container, and is never part of the view', async () => {
    const { desk, kept, opened } = createFakeDesk({ connection: EXCHANGE });
    const view = await desk.take('uploadSas', `${CONTAINER}?${TOKEN}\n`);
    expect([view.connection, kept.get('uploadSas')]).toEqual([SET, TOKEN]);
    expect(opened).toEqual([SET]);
    const secret = view.secrets.find(({ name }) => name === 'uploadSas');
    expect([secret?.isSet, secret?.sas?.container, secret?.sas?.rights]).toEqual([true, 'pst', 'rcw']);
    expect(JSON.stringify(view)).not.toContain('A'.repeat(10));
  });

  it('to upload of another container moves the connection there, without the permissions of the old one', async () => {
    const { desk, kept } = createFakeDesk({ connection: SET });
    await desk.take('importSas', `${CONTAINER}?${READ_TOKEN}`);
    const view = await desk.take('uploadSas', `https://contoso.blob.core.windows.net/other?${TOKEN}`);
    expect(view.connection).toMatchObject({ container: 'https://contoso.blob.core.windows.net/other' });
    expect([...kept.keys()]).toEqual(['uploadSas']);
  });

  it('is of the same container however its address is spelt', async () => {
    const { desk, kept } = createFakeDesk({ connection: SET });
    await desk.take('importSas', `https://Contoso.Blob.core.windows.net:443/pst?${READ_TOKEN}`);
    expect(kept.get('importSas')).toBe(READ_TOKEN);
  });

  it('for the import that is of another container is refused', async () => {
    const { desk, kept } = createFakeDesk({ connection: SET });
    const text = `https://contoso.blob.core.windows.net/other?${READ_TOKEN}`;
    await expect(desk.take('importSas', text)).rejects.toMatchObject({
      code: 'sasInvalid',
      params: {
        reason: 'otherContainer',
        container: 'contoso.blob.core.windows.net/other',
        expected: 'contoso.blob.core.windows.net/pst',
      },
    });
    expect([...kept]).toEqual([]);
  });

  it('for the import is given to imports under way, and blocked moves go on', async () => {
    const { desk, retried } = createFakeDesk({ connection: SET });
    await desk.take('importSas', `${CONTAINER}?${READ_TOKEN}`);
    expect(retried).toEqual(['imports', 'blocked']);
  });

  it('is kept though imports under way could not be given it', async () => {
    const told: AppError[] = [];
    const refused = new AppError('importRemoved');
    const { desk, kept } = createFakeDesk({
      connection: SET,
      runner: {
        isBusy: true,
        retryBlocked: async () => undefined,
        renewImports: async () => [refused],
      },
      onUnrenewed: (error) => told.push(error),
    });
    await desk.take('importSas', `${CONTAINER}?${READ_TOKEN}`);
    expect([kept.get('importSas'), told]).toEqual([READ_TOKEN, [refused]]);
  });

  it('that was forgotten is gone', async () => {
    const { desk, kept } = createFakeDesk({ connection: SET });
    await desk.take('importSas', READ_TOKEN);
    const view = await desk.forget('importSas');
    expect([[...kept], view.secrets.filter(({ isSet }) => isSet)]).toEqual([[], []]);
  });
});

describe('a test of the connection', () => {
  it('tells each step as it is taken', async () => {
    const { desk } = createFakeDesk({ connection: SET });
    const changes: FerryChange[] = [];
    desk.onChange((change) => changes.push(change));
    expect(await desk.test({ mailbox: null, isArchive: false, neededBytes: 0 })).toEqual([GOOD_STEP]);
    expect(changes).toEqual([{ kind: 'probed', step: GOOD_STEP }]);
  });

  it('is for the default mailbox unless another is named', async () => {
    const asked: (string | null)[] = [];
    const { desk, switchboard } = createFakeDesk({
      test: async function* (_connected, { mailbox }) {
        asked.push(mailbox);
        yield GOOD_STEP;
      },
    });
    const none = createNoConnection('a test');
    await switchboard.replace({ ...none, tenant: { ...none.tenant, defaultMailbox: 'ann@contoso.example' } });
    await desk.test({ mailbox: null, isArchive: false, neededBytes: 0 });
    await desk.test({ mailbox: 'ben@contoso.example', isArchive: false, neededBytes: 0 });
    expect(asked).toEqual(['ann@contoso.example', 'ben@contoso.example']);
  });

  it('that is called off ends with what it had found', async () => {
    const { desk } = createFakeDesk({
      test: async function* (_connected, _question, signal) {
        yield GOOD_STEP;
        desk.cancelTest();
        signal.throwIfAborted();
      },
    });
    expect(await desk.test({ mailbox: null, isArchive: false, neededBytes: 0 })).toEqual([GOOD_STEP]);
  });
});
