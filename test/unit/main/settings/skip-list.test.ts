import { expect, test } from 'vitest';
import type { PreferenceStore } from '../../../../main/settings/preferences.ts';
import { createSkipList } from '../../../../main/settings/skip-list.ts';
import { AppError } from '../../../../preload/contract/index.ts';

/** A store in memory. */
function createStore(stored: Record<string, unknown> = {}): PreferenceStore {
  return {
    read: () => stored,
    write: (name, value) => {
      stored[name] = value;
    },
  };
}

test('what the app comes with is in force until something is set, and again after that is taken back', () => {
  const list = createSkipList(createStore(), ['/proc']);
  expect(list.get()).toEqual({ folders: ['/proc'], defaults: ['/proc'] });
  expect(list.set([' /srv/cache ', '', '/srv/cache', '/proc'])).toEqual({
    folders: ['/srv/cache', '/proc'],
    defaults: ['/proc'],
  });
  expect(list.get().folders).toEqual(['/srv/cache', '/proc']);
  expect(list.set(null).folders).toEqual(['/proc']);
});

test('an empty list leaves nothing out', () => {
  expect(createSkipList(createStore(), ['/proc']).set([]).folders).toEqual([]);
});

test('a list that cannot be kept is an error, and the old one stays', () => {
  const refusal = new AppError('stateUnwritable', { reason: 'ENOSPC' });
  const store = createStore();
  const list = createSkipList(
    {
      ...store,
      write: () => {
        throw refusal;
      },
    },
    ['/proc'],
  );
  expect(() => list.set(['/srv'])).toThrow(refusal);
  expect(list.get().folders).toEqual(['/proc']);
});
