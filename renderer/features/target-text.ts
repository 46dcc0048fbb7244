import type { Target } from '../../preload/contract/index.ts';
import type { Messages } from '../format/locales/en.ts';

/** Where mail goes, on one line: mailbox, archive if it is that, folder. */
export function targetText(target: Target, { move }: Messages): string {
  const mailbox = target.isArchive ? `${target.mailbox} (${move.inArchive})` : target.mailbox;
  return move.target(mailbox, target.rootFolder === '' ? move.topOfMailbox : target.rootFolder);
}
