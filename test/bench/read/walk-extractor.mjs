/** The folder tree and its counts with nothing but pst-extractor: `walk-extractor.mjs FILE`; prints `{ folders, items }`. */
import extractor from 'pst-extractor';

const startMs = performance.now();
const pst = new extractor.PSTFile(process.argv[2]);
const totals = { folders: 0, items: 0, readingMs: 0 };
walk(pst.getRootFolder());
pst.close();
totals.readingMs = Math.round(performance.now() - startMs);
process.stdout.write(JSON.stringify(totals));

function walk(folder) {
  totals.folders += 1;
  // The rows of the folder's table, which ours counts too; less than 0 when there is none.
  totals.items += Math.max(0, folder.emailCount);
  if (folder.hasSubfolders) for (const child of folder.getSubFolders()) walk(child);
}
