import type { BlockStore } from '../ndb/block-store.ts';
import type { StoredText } from './text.ts';

/** Where properties and tables are written, and how texts are kept there. */
export type Target = { readonly blocks: BlockStore; readonly text: StoredText };
