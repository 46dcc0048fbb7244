import { expect, test } from 'vitest';
import { readMessageView } from '../../../../main/pst/message-view.ts';
import { PstFault } from '../../../../main/pst/reader/fault.ts';
import type { PstItem } from '../../../../main/pst/store.ts';
import { MessageView } from '../../../../preload/contract/index.ts';
import { fakeItem } from '../../../support/sandbox/fake-pst.ts';
import { fakeStore } from './fake-rows.ts';

const ID = 0x20_0024;
const viewOf = (patch: Partial<PstItem>) => readMessageView(fakeStore({}, { [ID]: fakeItem('ab', patch) }), ID);

test('a view says who wrote what to whom and when, and names what is attached without reading it', () => {
  const view = viewOf({
    subject: 'Hello',
    sizeBytes: 4711,
    recipients: [
      { kind: 'to', name: 'Ben', address: 'ben@contoso.example' },
      { kind: 'to', name: '', address: 'only@contoso.example' },
      { kind: 'cc', name: 'Only a name', address: '' },
      { kind: 'cc', name: 'Same@contoso.example', address: 'same@contoso.example' },
      { kind: 'bcc', name: 'Hidden', address: '' },
      { kind: 'to', name: ' ', address: '' },
    ],
    textBody: 'Dear Ben,\r\n\u0007bye',
    attachmentList: () => [{ name: 'résumé.txt', sizeBytes: 12 }],
    attachments: () => expect.fail('attachments are not read'),
  });
  expect(view).toEqual({
    id: ID,
    subject: 'Hello',
    from: 'Ann <ann@contoso.example>',
    date: '2020-01-02T03:04:06.000Z',
    sizeBytes: 4711,
    kind: 'mail',
    to: ['Ben <ben@contoso.example>', 'only@contoso.example'],
    cc: ['Only a name', 'same@contoso.example'],
    otherRecipients: 0,
    text: 'Dear Ben,\nbye',
    isCut: false,
    attachments: [{ name: 'résumé.txt', sizeBytes: 12 }],
  });
});

test('names are shown on one line each, whatever the file says', () => {
  const view = viewOf({
    subject: 'Re:\r\nBcc: x\u0007',
    sender: { name: 'A\nB', address: `${'a'.repeat(3000)}@contoso.example` },
    recipients: [{ kind: 'to', name: 'Ben\t\u0000', address: 'ben@contoso.example' }],
    attachmentList: () => [{ name: `bad\nname${'.'.repeat(2000)}`, sizeBytes: 1 }],
  });
  const [attachment] = view.attachments;
  expect([view.subject, view.to]).toEqual(['Re: Bcc: x', ['Ben <ben@contoso.example>']]);
  expect([view.from.length, view.from.slice(0, 6)]).toEqual([1000, 'A B <a']);
  expect([attachment?.name.length, attachment?.name.slice(0, 8)]).toEqual([1000, 'bad name']);
});

test('of very many recipients fifty of each kind are named and the others counted', () => {
  const people = (kind: 'to' | 'cc' | 'bcc', count: number) =>
    Array.from({ length: count }, (_, i) => ({ kind, name: '', address: `${kind}${i}@contoso.example` }));
  const view = viewOf({ recipients: [...people('to', 60), ...people('cc', 3000), ...people('bcc', 99)] });
  expect([view.to.length, view.cc.length, view.otherRecipients]).toEqual([50, 50, 2960]);
  expect([view.to.at(-1), view.cc[0]]).toEqual(['to49@contoso.example', 'cc0@contoso.example']);
  expect(MessageView.parse(view)).toEqual(view);
});

test('an item without a sender, a time or a letter is shown all the same', () => {
  const view = viewOf({
    messageClass: 'IPM.Contact',
    sender: { name: '', address: '' },
    sentMs: null,
    receivedMs: null,
    textBody: '',
  });
  expect(view).toMatchObject({ from: '', date: null, kind: 'contact', text: '', isCut: false });
});

test('an appointment begins with what it is about', () => {
  const facts = () => [{ name: 'place', value: 'Room 1' } as const];
  expect(viewOf({ facts, textBody: 'Bring cake' }).text).toBe('Where: Room 1\n\nBring cake');
  expect(viewOf({ facts, textBody: '' }).text).toBe('Where: Room 1');
});

test('a list of attachments that cannot be read is told as that, never as none', () => {
  const attachmentList = () => {
    throw new PstFault('tableDamaged');
  };
  expect(() => viewOf({ attachmentList })).toThrow(
    expect.objectContaining({ code: 'contentsUnreadable', params: { reason: 'tableDamaged' } }),
  );
});

test('an item that cannot be read is told as that', () => {
  expect(() => readMessageView(fakeStore({}), ID)).toThrow(expect.objectContaining({ code: 'contentsUnreadable' }));
});
