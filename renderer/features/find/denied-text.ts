import type { DeniedFolders } from '../../../preload/contract/index.ts';
import type { Messages } from '../../format/locales/en.ts';

/** The system's code in words; the code itself when there are none for it. */
export function deniedReason(code: string, { find }: Messages): string {
  return Object.hasOwn(find.deniedReasons, code) ? (find.deniedReasons[code] ?? code) : code;
}

/** The folders as a text for a technician: one a line, the system's code behind a tab. */
export function deniedText({ total, folders }: DeniedFolders): string {
  const lines = folders.map(({ path, reason }) => `${path}\t${reason}`);
  const more = total - folders.length;
  return [...lines, ...(more > 0 ? [`+ ${more}`] : [])].join('\n');
}
