import { expect, test } from 'vitest';
import { createSaver } from '../../../../main/sandbox/saver.ts';

/** A save that ends when the test says so. */
function heldSaves(): { save: () => Promise<void>; readonly held: { end(): void; fail(error: Error): void }[] } {
  const held: { end(): void; fail(error: Error): void }[] = [];
  return { held, save: () => new Promise((end, fail) => held.push({ end, fail })) };
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test('who asks during a save shares the one after it, and no two run at a time', async () => {
  const { save, held } = heldSaves();
  const saver = createSaver(save);
  const ended: string[] = [];
  void saver.flush().then(() => ended.push('first'));
  await settle();
  void saver.flush().then(() => ended.push('second'));
  void saver.flush().then(() => ended.push('third'));
  await settle();
  expect({ saves: held.length, ended }).toEqual({ saves: 1, ended: [] });

  held[0]?.end();
  await settle();
  expect({ saves: held.length, ended }).toEqual({ saves: 2, ended: ['first'] });

  held[1]?.end();
  await settle();
  expect({ saves: held.length, ended }).toEqual({ saves: 2, ended: ['first', 'second', 'third'] });
});

test('a failed save is told to those who waited for it and to nobody else', async () => {
  const { save, held } = heldSaves();
  const saver = createSaver(save);
  const first = saver.flush();
  await settle();
  const second = saver.flush();
  held[0]?.fail(new Error('disk full'));
  await expect(first).rejects.toThrow('disk full');
  await settle();
  held[1]?.end();
  await expect(second).resolves.toBeUndefined();
});
