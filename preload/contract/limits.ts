/** Longest page of a folder's list, items. */
export const MAX_PAGE_ITEMS = 200;
/** Items listed as the largest of a PST. */
export const MAX_LARGEST = 10;
/** Files one file is compared with at a time. */
export const MAX_COMPARED = 20;

/** Largest item a mailbox takes, bytes. @see learn.microsoft.com/microsoft-365/compliance/importing-pst-files-to-office-365 (150 MB) */
export const MAX_ITEM_BYTES = 150 * 1024 * 1024;
/** Folders this deep below the top are not imported. @see the same page (300 levels) */
export const MAX_FOLDER_DEPTH = 300;
/** Largest PST that is advised to be imported, bytes; larger ones "may impact performance". @see the same page (20 GB) */
export const ADVISED_FILE_BYTES = 20 * 1024 ** 3;
