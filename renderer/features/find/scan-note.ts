import type { Snapshot } from '../../../preload/contract/index.ts';
import type { Language } from '../../format/messages.ts';
import { shortenMiddle } from '../../format/path.ts';

/** Characters of the folder being read that fit the line. */
const FOLDER_CHARACTERS = 72;

/** Where the search stands, in a line; `isEarlier` when it was not started in this window. */
export function scanNote(
  { state, currentFolder, endedAt }: Snapshot['scan'],
  isEarlier: boolean,
  { messages: { find }, format }: Language,
): string {
  switch (state) {
    case 'idle':
      return '';
    case 'running':
      return currentFolder === null ? find.searching : find.lookingIn(shortenMiddle(currentFolder, FOLDER_CHARACTERS));
    case 'finished':
      return isEarlier && endedAt !== null ? find.foundOn(format.dateTime(endedAt)) : find.finished;
    case 'cancelled':
      return find.stopped;
    case 'failed':
      return find.failed;
  }
}
