import { createPlural } from './plural.ts';

/** A count with its English word. */
export const plural = createPlural('en');

/** `1 file`, `2 files`. */
export const files = (count: number) => plural(count, { one: 'file', other: 'files' });
/** `1 PST file`, `2 PST files`. */
export const pstFiles = (count: number) => plural(count, { one: 'PST file', other: 'PST files' });
/** `1 folder`, `2 folders`. */
export const folders = (count: number) => plural(count, { one: 'folder', other: 'folders' });
/** `1 name`, `2 names`. */
export const names = (count: number) => plural(count, { one: 'name', other: 'names' });
/** `1 item`, `2 items`. */
export const items = (count: number) => plural(count, { one: 'item', other: 'items' });
/** `1 upload`, `2 uploads`. */
export const uploads = (count: number) => plural(count, { one: 'upload', other: 'uploads' });
