/**
 * Looking into a PST with our reader alone, no program around it: `walk-ours.mjs FILE declared|rows|contents`; prints JSON.
 * `declared` is the tree and the counts the folders' parents state, `rows` the tree and the rows of each folder's table,
 * `contents` the kinds, dates and sizes out of these tables as well.
 */
import { openPstSource } from '../../../main/platform/pst-source.ts';
import { createPstOpener } from '../../../main/pst/open-pst.ts';
import type { PstStore } from '../../../main/pst/store.ts';
import { reportWalk } from './report-walk.mjs';

type Found = { folders: number; items: number; sizeBytes: number };

const WALKS = {
  declared: (store: PstStore, found: Found) => {
    for (const { declaredItems } of store.outline()) count(found, declaredItems);
  },
  rows: (store: PstStore, found: Found) => {
    for (const { itemCount } of store.folders()) count(found, itemCount);
  },
  contents: (store: PstStore, found: Found) => {
    for (const folder of store.folders()) {
      count(found, folder.itemCount);
      found.sizeBytes += folder.tally().sizeBytes;
    }
  },
};

const [, , path = '', depth = 'declared'] = process.argv;
const walk = isWalk(depth) ? WALKS[depth] : WALKS.declared;
const open = createPstOpener(openPstSource);
reportWalk(() => {
  const found = { folders: 0, items: 0, sizeBytes: 0 };
  const store = open(path);
  walk(store, found);
  store.close();
  return found;
});

function isWalk(name: string): name is keyof typeof WALKS {
  return Object.hasOwn(WALKS, name);
}

function count(found: Found, items: number): void {
  found.folders += 1;
  found.items += items;
}
