/** The folder tree, its counts and sizes with our reader alone, no program around it: `walk-ours.mjs FILE`; prints JSON. */
import { openPstSource } from '../../../main/platform/pst-source.ts';
import { createPstOpener } from '../../../main/pst/open-pst.ts';

const totals = { folders: 0, items: 0, sizeBytes: 0, reads: 0, readBytes: 0, readingMs: 0 };
const open = createPstOpener((path) => {
  const source = openPstSource(path);
  return {
    ...source,
    read: (target, position) => {
      totals.reads += 1;
      totals.readBytes += target.length;
      return source.read(target, position);
    },
  };
});

const startMs = performance.now();
const store = open(process.argv[2] ?? '');
for (const folder of store.folders()) {
  totals.folders += 1;
  totals.items += folder.itemCount;
  totals.sizeBytes += folder.sizeBytes;
}
store.close();
totals.readingMs = Math.round(performance.now() - startMs);
process.stdout.write(JSON.stringify(totals));
