import { writePropertyContext } from '../ltp/property-context.ts';
import type { TableRow } from '../ltp/table-context.ts';
import type { Target } from '../ltp/target.ts';
import type { Database } from '../ndb/database.ts';
import { makeNid, NID, NID_TYPE, siblingNid } from '../ndb/nid.ts';
import type { SampleSearchFolder } from '../sample-mailbox.ts';
import { emptySummary, folderSummary } from './folder-summary.ts';
import type { FolderTables } from './folder-tables.ts';
import { TAG } from './tag.ts';

const SPAM_SEARCH_NAME = 'SPAM Search Folder 2';
const FIRST_INDEX = 0x4001;
const NO_DATA = { dataBid: 0, subnodeBid: 0 } as const;

/** Writes folders that only show items of others, and the machinery of searches. @see [MS-PST] 2.4.8 */
export class SearchFolderWriter {
  readonly #database: Database;
  readonly #target: Target;
  readonly #tables: FolderTables;
  readonly #nids: number[] = [];

  constructor(database: Database, target: Target, tables: FolderTables) {
    this.#database = database;
    this.#target = target;
    this.#tables = tables;
  }

  /** Writes a search folder that has not searched yet; gives its row for the table of the folder it lies in. */
  write({ name, itemCount }: SampleSearchFolder, parentNid: number): TableRow {
    const nid = makeNid(NID_TYPE.searchFolder, FIRST_INDEX + this.#nids.length);
    this.#nids.push(nid);
    const values = folderSummary({ name, containerClass: '', items: itemCount, unread: 0, hasSubfolders: false });
    this.#database.addNode({ nid, parentNid, ...writePropertyContext(this.#target, values) });
    this.#addMachinery(nid);
    return { id: nid, values };
  }

  /** The search folder every store has, the empty queues, and the list of all searches: to be written last. @see [MS-PST] 2.7.1 */
  writeSpamSearch(): TableRow {
    const nid = NID.spamSearchFolder;
    const values = emptySummary(SPAM_SEARCH_NAME);
    this.#database.addNode({ nid, parentNid: NID.rootFolder, ...writePropertyContext(this.#target, values) });
    this.#addMachinery(nid);
    const active = Buffer.alloc(4 * (1 + this.#nids.length));
    [nid, ...this.#nids].forEach((each, order) => {
      active.writeUInt32LE(each, 4 * order);
    });
    const dataBid = this.#target.blocks.writeData([active]);
    this.#database.addNode({ nid: NID.searchActivityList, parentNid: 0, dataBid, subnodeBid: 0 });
    this.#database.addNode({ nid: NID.searchManagementQueue, parentNid: 0, ...NO_DATA });
    this.#database.addNode({ nid: NID.searchDomainObject, parentNid: 0, ...NO_DATA });
    return { id: nid, values };
  }

  /** What belongs to a search folder: its queue, what it searches for, and the table of what it found. */
  #addMachinery(nid: number): void {
    this.#database.addNode({ nid: siblingNid(nid, NID_TYPE.searchUpdateQueue), parentNid: 0, ...NO_DATA });
    const criteria = writePropertyContext(this.#target, [[TAG.searchCriteriaFlags, 0]]);
    this.#database.addNode({ nid: siblingNid(nid, NID_TYPE.searchCriteria), parentNid: 0, ...criteria });
    this.#tables.add(siblingNid(nid, NID_TYPE.searchContentsTable), 'searchContents');
  }
}
