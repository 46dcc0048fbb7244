import { TableWriter } from '../ltp/table-context.ts';
import type { Target } from '../ltp/target.ts';
import type { NodeData } from '../ndb/block-store.ts';
import type { Database } from '../ndb/database.ts';
import { NID } from '../ndb/nid.ts';
import { COLUMNS } from './tag.ts';

/** Kinds of table a folder has. */
export type FolderTableName = 'hierarchy' | 'contents' | 'associated' | 'searchContents';

const TEMPLATE_NIDS: Readonly<Record<FolderTableName, number>> = {
  hierarchy: NID.hierarchyTemplate,
  contents: NID.contentsTemplate,
  associated: NID.associatedTemplate,
  searchContents: NID.searchContentsTemplate,
};

/** Writes the tables of folders and the empty ones every store keeps as templates. @see [MS-PST] 2.4.4 and 2.7 */
export class FolderTables {
  readonly #database: Database;
  readonly #target: Target;
  readonly #templates = new Map<FolderTableName, NodeData>();

  constructor(database: Database, target: Target) {
    this.#database = database;
    this.#target = target;
  }

  writeTemplates(): void {
    for (const name of ['hierarchy', 'contents', 'associated', 'searchContents'] as const) {
      const template = this.begin(name).write();
      this.#templates.set(name, template);
      this.#database.addNode({ nid: TEMPLATE_NIDS[name], parentNid: 0, ...template });
    }
    for (const [nid, columns] of [
      [NID.attachmentTable, COLUMNS.attachments],
      [NID.recipientTable, COLUMNS.recipients],
    ] as const) {
      this.#database.addNode({ nid, parentNid: 0, ...new TableWriter(this.#target, columns).write() });
    }
  }

  /** A table to be filled and then added. */
  begin(name: FolderTableName): TableWriter {
    return new TableWriter(this.#target, COLUMNS[name]);
  }

  /** Adds a table; one without rows is the template itself, as Outlook does it. */
  add(nid: number, name: FolderTableName, table?: TableWriter): void {
    const template = this.#templates.get(name);
    const isShared =
      (table?.rowCount ?? 0) === 0 && template !== undefined && this.#database.blocks.tryShare(template.dataBid);
    const data = isShared ? template : (table ?? this.begin(name)).write();
    this.#database.addNode({ nid, parentNid: 0, ...data });
  }
}
