import { type TableRow, writeTableContext } from '../ltp/table-context.ts';
import type { Target } from '../ltp/target.ts';
import type { Property } from '../ltp/value.ts';
import type { NodeData } from '../ndb/block-store.ts';
import type { SampleAddress, SampleItem } from '../sample-mailbox.ts';
import { addressSearchKey, oneOffEntryId } from './entry-id.ts';
import { COLUMNS, TAG } from './tag.ts';

const MAIL_USER = 6;
const RECIPIENT_TYPE = { to: 1, cc: 2, bcc: 3 } as const;

/** Writes the recipient table of an item. @see [MS-PST] 2.4.5.3 */
export function writeRecipients(target: Target, item: SampleItem): NodeData {
  const all = [
    ...item.to.map((address) => recipientValues(address, RECIPIENT_TYPE.to)),
    ...(item.cc ?? []).map((address) => recipientValues(address, RECIPIENT_TYPE.cc)),
    ...(item.bcc ?? []).map((address) => recipientValues(address, RECIPIENT_TYPE.bcc)),
  ];
  const rows = all.map((values, order): TableRow => ({ id: order + 1, values }));
  return writeTableContext(target, [...COLUMNS.recipients, TAG.smtpAddress], rows);
}

/** Names as Outlook shows a list of recipients. */
export function displayNames(addresses: readonly SampleAddress[] | undefined): string {
  return (addresses ?? []).map(({ name }) => name).join('; ');
}

function recipientValues({ name, address }: SampleAddress, type: number): Property[] {
  return [
    [TAG.responsibility, true],
    [TAG.addressType, 'SMTP'],
    [TAG.emailAddress, address],
    [TAG.smtpAddress, address],
    [TAG.entryId, oneOffEntryId(name, address)],
    [TAG.displayName, name],
    [TAG.displayName7Bit, name],
    [TAG.recipientType, type],
    [TAG.searchKey, addressSearchKey(address)],
    [TAG.objectType, MAIL_USER],
    [TAG.displayType, 0],
    [TAG.sendRichInfo, false],
  ];
}
