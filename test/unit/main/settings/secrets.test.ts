import { describe, expect, it } from 'vitest';
import { createSecretStore, type SecretFile, type Vault } from '../../../../main/settings/secrets.ts';

/** A keystore that turns bytes round; `isOpen` and `owner` can be changed. */
class FakeVault implements Vault {
  isOpen = true;
  owner = 'ann';
  isAvailable(): boolean {
    return this.isOpen;
  }
  encrypt(text: string): Uint8Array {
    return new TextEncoder().encode(`${this.owner}:${text}`).reverse();
  }
  async decrypt(bytes: Uint8Array): Promise<string> {
    const text = new TextDecoder().decode(bytes.slice().reverse());
    if (!text.startsWith(`${this.owner}:`)) throw new Error(`not decrypted: ${text}`);
    return text.slice(this.owner.length + 1);
  }
}

class FakeFile implements SecretFile {
  bytes: Uint8Array | null = null;
  aside: Uint8Array | null = null;
  failure: Error | null = null;
  reads = 0;
  async read(): Promise<Uint8Array | null> {
    this.reads += 1;
    return this.bytes;
  }
  async write(bytes: Uint8Array): Promise<void> {
    if (this.failure) throw this.failure;
    this.bytes = bytes;
  }
  async setAside(): Promise<void> {
    this.aside = this.bytes;
    this.bytes = null;
  }
  async remove(): Promise<void> {
    if (this.failure) throw this.failure;
    this.bytes = null;
    this.aside = null;
  }
}

function world() {
  const vault = new FakeVault();
  const file = new FakeFile();
  const problems: string[] = [];
  /** The app, started again. */
  const start = (own: Vault | null = vault) =>
    createSecretStore({ vault: own, file, onProblem: (reason) => problems.push(reason) });
  return { vault, file, problems, start };
}

const facts = (isSet: boolean, isRemembered: boolean) => ({ name: 'uploadSas', isSet, isRemembered });

describe('a secret', () => {
  it('is there again after the next start, and encrypted in between', async () => {
    const { file, start } = world();
    await start().set('uploadSas', 'one');
    expect(new TextDecoder().decode(file.bytes ?? new Uint8Array())).not.toContain('one');
    const store = start();
    expect(await store.get('uploadSas')).toBe('one');
    expect(await store.view()).toEqual([
      facts(true, true),
      { name: 'importSas', isSet: false, isRemembered: false },
      { name: 'cleanupSas', isSet: false, isRemembered: false },
      { name: 'certificatePassword', isSet: false, isRemembered: false },
    ]);
  });

  it('is kept beside others that were set at the same time', async () => {
    const { start } = world();
    const store = start();
    await Promise.all([store.set('uploadSas', 'one'), store.set('importSas', 'two'), store.set('uploadSas', 'three')]);
    const next = start();
    expect([await next.get('uploadSas'), await next.get('importSas')]).toEqual(['three', 'two']);
  });

  it('lasts for the run without a keystore, and no file is touched', async () => {
    const { file, start } = world();
    const store = start(null);
    await store.set('uploadSas', 'one');
    expect(store.canRemember).toBe(false);
    expect(await store.get('uploadSas')).toBe('one');
    expect((await store.view())[0]).toEqual(facts(true, false));
    expect(await start(null).get('uploadSas')).toBeNull();
    expect([file.reads, file.bytes]).toEqual([0, null]);
  });

  it('lasts for the run where the keystore only pretends', async () => {
    const { vault, file, problems, start } = world();
    vault.isOpen = false;
    const store = start();
    await store.set('uploadSas', 'one');
    expect(store.canRemember).toBe(false);
    expect((await store.view())[0]).toEqual(facts(true, false));
    expect([file.bytes, problems]).toEqual([null, ['notKept']]);
  });

  it('given for this run alone comes first and is not kept', async () => {
    const { start } = world();
    await start().set('uploadSas', 'kept');
    const store = start();
    await store.set('uploadSas', 'given', { isForThisRun: true });
    expect(await store.get('uploadSas')).toBe('given');
    expect((await store.view())[0]).toEqual(facts(true, false));
    expect(await start().get('uploadSas')).toBe('kept');
  });

  it('that cannot be written is in force for this run', async () => {
    const { file, problems, start } = world();
    file.failure = Object.assign(new Error(), { code: 'ENOSPC' });
    const store = start();
    await store.set('uploadSas', 'one');
    await store.set('importSas', 'two');
    expect(await store.get('uploadSas')).toBe('one');
    expect((await store.view())[0]).toEqual(facts(true, false));
    expect(problems).toEqual(['notKept']);
    file.failure = null;
    await store.set('uploadSas', 'three');
    expect(await start().get('uploadSas')).toBe('three');
  });

  it.each(['', 'x'.repeat(16_385)])('that is none is refused', async (value) => {
    const store = world().start();
    await expect(store.set('uploadSas', value)).rejects.toMatchObject({ code: 'requestInvalid' });
    expect(await store.get('uploadSas')).toBeNull();
  });
});

describe('secrets of another person or PC', () => {
  it('are as good as not there, are told of once, and are set aside before others are kept', async () => {
    const { vault, file, problems, start } = world();
    await start().set('uploadSas', 'one');
    const before = file.bytes;
    vault.owner = 'bea';
    const store = start();
    expect(await store.get('uploadSas')).toBeNull();
    expect(await store.get('importSas')).toBeNull();
    expect(file.bytes).toBe(before);
    await store.set('importSas', 'two');
    expect([file.aside, await start().get('importSas'), problems]).toEqual([before, 'two', ['unreadable']]);
  });

  it.each(['', 'text', '{"v":2}', '{"v":1,"secrets":{"uploadSas":7}}'])('so are damaged ones: %j', async (text) => {
    const { vault, file, problems, start } = world();
    file.bytes = vault.encrypt(text);
    expect(await start().get('uploadSas')).toBeNull();
    expect(problems).toEqual(['unreadable']);
  });

  it('are there once the keystore opens', async () => {
    const { vault, start } = world();
    await start().set('uploadSas', 'one');
    vault.isOpen = false;
    const store = start();
    expect(await store.get('uploadSas')).toBeNull();
    vault.isOpen = true;
    expect(await store.get('uploadSas')).toBe('one');
  });
});

describe('forgetting', () => {
  it('leaves the others', async () => {
    const { start } = world();
    const store = start();
    await store.set('uploadSas', 'one');
    await store.set('importSas', 'two');
    await store.forget('uploadSas');
    expect(await store.get('uploadSas')).toBeNull();
    const next = start();
    expect([await next.get('uploadSas'), await next.get('importSas')]).toEqual([null, 'two']);
  });

  it('of the last one leaves no file', async () => {
    const { file, start } = world();
    await start().set('uploadSas', 'one');
    await start().forget('uploadSas');
    expect([file.bytes, await start().get('uploadSas')]).toEqual([null, null]);
  });

  it('of what cannot be read deletes all of it', async () => {
    const { vault, file, start } = world();
    await start().set('uploadSas', 'one');
    vault.owner = 'bea';
    await start().forget('uploadSas');
    expect([file.bytes, file.aside]).toEqual([null, null]);
  });

  it('that fails is told, since the secret is still there', async () => {
    const { file, start } = world();
    const store = start();
    await store.set('uploadSas', 'one');
    file.failure = Object.assign(new Error(), { code: 'EACCES' });
    await expect(store.forget('uploadSas')).rejects.toMatchObject({
      code: 'stateUnwritable',
      params: { reason: 'EACCES' },
    });
    expect(await start().get('uploadSas')).toBe('one');
  });
});
