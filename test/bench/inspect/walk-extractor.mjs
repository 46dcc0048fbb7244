/** The folder tree and its counts with nothing but pst-extractor: `walk-extractor.mjs FILE declared|rows`; prints JSON. */
import extractor from 'pst-extractor';
import { reportWalk } from './report-walk.mjs';

const [, , file, depth] = process.argv;
/** What the folder's own properties state, or the rows of its table; less than 0 when there is none. */
const countOf = depth === 'rows' ? (folder) => folder.emailCount : (folder) => folder.contentCount;

try {
  reportWalk(() => {
    const pst = new extractor.PSTFile(file);
    const found = { folders: 0, items: 0 };
    walk(pst.getRootFolder(), found);
    pst.close();
    return found;
  });
} catch (error) {
  process.stderr.write(error.message);
  process.exitCode = 1;
}

function walk(folder, found) {
  found.folders += 1;
  found.items += Math.max(0, countOf(folder));
  if (folder.hasSubfolders) for (const child of folder.getSubFolders()) walk(child, found);
}
