import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import type { PstItem } from '../../../../main/pst/store.ts';
import { composeEml } from '../../../../main/sandbox/eml.ts';
import { fakeAttachment, fakeItem } from '../../../support/sandbox/fake-pst.ts';

async function textOf(item: PstItem): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await composeEml(item)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

const parse = async (item: PstItem) => PostalMime.parse(await textOf(item));

function headerNames(text: string): string[] {
  const head = text.slice(0, text.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return head.split('\r\n').map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
}

describe('a mail', () => {
  test('keeps its people, times, bodies and files', async () => {
    const mail = await parse(
      fakeItem('ab', {
        subject: 'Grüße 👋',
        recipients: [
          { kind: 'to', name: 'Bén "the" O,Neil', address: 'ben@contoso.example' },
          { kind: 'cc', name: '', address: 'cc@contoso.example' },
          { kind: 'bcc', name: 'Hidden', address: 'bcc@contoso.example' },
        ],
        textBody: 'plain ü',
        htmlBody: '<p>rich ü <img src="cid:pic@1"></p>',
        attachments: () => [
          fakeAttachment('résumé.txt', 'file'),
          fakeAttachment('p.png', 'png', { mimeType: 'image/png', contentId: '<pic@1>' }),
        ],
      }),
    );
    expect(mail).toMatchObject({
      subject: 'Grüße 👋',
      from: { name: 'Ann', address: 'ann@contoso.example' },
      to: [{ name: 'Bén "the" O,Neil', address: 'ben@contoso.example' }],
      cc: [{ address: 'cc@contoso.example' }],
      bcc: [{ name: 'Hidden', address: 'bcc@contoso.example' }],
      messageId: '<ab@contoso.example>',
      date: '2020-01-02T03:04:05.000Z',
      text: expect.stringContaining('plain ü'),
      html: expect.stringContaining('rich ü'),
    });
    const files = mail.attachments.map(({ filename, mimeType, contentId }) => ({ filename, mimeType, contentId }));
    expect(files.toSorted((a, b) => (a.mimeType < b.mimeType ? -1 : 1))).toEqual([
      { filename: 'p.png', mimeType: 'image/png', contentId: '<pic@1>' },
      { filename: 'résumé.txt', mimeType: 'text/plain', contentId: undefined },
    ]);
  });

  test('tells its class and whether it was read', async () => {
    const unread = await textOf(fakeItem('ab', { isRead: false, messageClass: 'IPM.Appointment' }));
    expect(unread).toContain('X-MS-Exchange-MessageClass: IPM.Appointment\r\n');
    expect(unread).toContain('X-Unread: 1\r\n');
    expect(await textOf(fakeItem('ab'))).not.toContain('X-Unread');
  });

  test('within a mail arrives as a mail', async () => {
    const inner = fakeItem('cd', {
      subject: 'Inner ü',
      textBody: 'inner text',
      attachments: () => [fakeAttachment('i.txt', 'deep')],
    });
    const outer = fakeItem('ab', {
      attachments: () => [{ fileName: '', mimeType: '', contentId: '', content: { kind: 'item', item: inner } }],
    });
    const [attached] = (await PostalMime.parse(await textOf(outer), { forceRfc822Attachments: true })).attachments;
    expect(attached).toMatchObject({ mimeType: 'message/rfc822', filename: 'Inner ü.eml' });
    const mail = await PostalMime.parse(attached?.content ?? '');
    expect(mail).toMatchObject({ subject: 'Inner ü', text: expect.stringContaining('inner text') });
    expect(mail.attachments).toHaveLength(1);
  });

  test('without body and with one file is still a mail with a file', async () => {
    const mail = await parse(fakeItem('ab', { textBody: '', attachments: () => [fakeAttachment('only.bin', 'x')] }));
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(['only.bin']);
  });

  test('without a time gets no date, without a message id a lasting one', async () => {
    const item = fakeItem('ab', { sentMs: null, receivedMs: Number.NaN, messageId: '' });
    const [first, second] = [await textOf(item), await textOf(item)];
    expect(headerNames(first)).not.toContain('date');
    expect(first).toContain('<ab@pst.invalid>');
    expect(second).toContain('<ab@pst.invalid>');
  });

  test('turns addresses of Exchange into ones a header can hold', async () => {
    const mail = await parse(
      fakeItem('ab', {
        sender: { name: 'Lokay', address: '/O=ENRON/OU=NA/CN=RECIPIENTS/CN=MLOKAY é' },
        recipients: [{ kind: 'to', name: 'Only a name', address: '' }],
      }),
    );
    expect(mail.from).toMatchObject({
      name: 'Lokay',
      address: 'IMCEAEX-_O=ENRON_OU=NA_CN=RECIPIENTS_CN=MLOKAY+20+c3+a9@pst.invalid',
    });
    expect(mail.to).toMatchObject([{ name: 'Only a name', address: 'unknown@pst.invalid' }]);
  });
});

describe('nothing a mail holds', () => {
  const EVIL = 'x\r\nX-Evil: 1\r\n\r\nbody\u2028X-Evil: 1\nX-Evil: 1\rX-Evil: 1\0';

  test('becomes a header of its own', async () => {
    const text = await textOf(
      fakeItem('ab', {
        subject: EVIL,
        messageClass: EVIL,
        messageId: EVIL,
        sender: { name: EVIL, address: `a@b.example${EVIL}` },
        recipients: [{ kind: 'to', name: EVIL, address: EVIL }],
        attachments: () => [fakeAttachment(EVIL, 'x', { mimeType: `text/plain${EVIL}`, contentId: EVIL })],
      }),
    );
    expect(text.split(/\r\n|\r|\n/).filter((line) => /^x-evil:/i.test(line))).toEqual([]);
    const known = [
      'x-ms-exchange-messageclass',
      'from',
      'to',
      'subject',
      'message-id',
      'date',
      'mime-version',
      'content-type',
    ];
    expect(headerNames(text).toSorted()).toEqual(known.toSorted());
  });

  test('makes the composer open a file or claim to be a container', async () => {
    const item = fakeItem('ab', {
      htmlBody: '<img src="file:///etc/hostname">',
      attachments: () => [fakeAttachment('/etc/hostname', 'own bytes', { mimeType: 'multipart/mixed; boundary=x' })],
    });
    const mail = await parse(item);
    expect(mail.attachments).toHaveLength(1);
    expect(mail.attachments[0]).toMatchObject({ filename: '_etc_hostname', mimeType: 'application/octet-stream' });
  });

  test('is followed without end', async () => {
    const loop: PstItem = fakeItem('ab', {
      attachments: () => [{ fileName: '', mimeType: '', contentId: '', content: { kind: 'item', item: loop } }],
    });
    await expect(composeEml(loop)).rejects.toThrow('without end');
  });
});

describe('a letter that is RTF alone', () => {
  const mailOf = (rtf: string, patch: Partial<PstItem> = {}) =>
    parse(fakeItem('ab', { textBody: '', htmlBody: '', rtfBody: Buffer.from(rtf, 'latin1'), ...patch }));

  test('comes as its text', async () => {
    const { text, html, attachments } = await mailOf("{\\rtf1\\ansi\\ansicpg1252 Dear \\b Ann\\b0 ,\\par caf\\'e9}");
    expect({ text: text?.trimEnd(), html, attachments }).toEqual({
      text: 'Dear Ann,\ncafé',
      html: undefined,
      attachments: [],
    });
  });

  test('comes as the HTML it was made from', async () => {
    const rtf = '{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag <p>}Dear {\\*\\htmltag <b>}Ann{\\*\\htmltag </b>}\\u8364?}';
    const { html, attachments } = await mailOf(rtf);
    expect({ html: html?.trimEnd(), attachments }).toEqual({ html: '<p>Dear <b>Ann</b>€', attachments: [] });
  });

  test.each([
    ['that cannot be read', '{\\what Dear Ann}', ''],
    ['with pictures', '{\\rtf1 Dear Ann{\\pict 89504e47}}', 'Dear Ann'],
  ])('%s comes as a file as well, so that nothing of it is lost', async (_, rtf, shown) => {
    const { text, attachments } = await mailOf(rtf);
    expect(text?.trim()).toBe(shown);
    expect(attachments.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([
      ['message.rtf', 'application/rtf'],
    ]);
    expect(Buffer.from(attachments[0]?.content as ArrayBuffer).toString('latin1')).toBe(rtf);
  });

  test('that says nothing comes as a mail without a body', async () => {
    const { text = '', html, attachments } = await mailOf('{\\rtf1\\ansi\\fromtext{\\fonttbl{\\f0 Arial;}}\\pard\\f0}');
    expect({ text: text.trim(), html, attachments }).toEqual({ text: '', html: undefined, attachments: [] });
  });

  test('gives way to the bodies a mail has', async () => {
    const { text, attachments } = await mailOf('{\\rtf1 rtf}', { textBody: 'plain' });
    expect({ text: text?.trimEnd(), attachments }).toEqual({ text: 'plain', attachments: [] });
  });
});
