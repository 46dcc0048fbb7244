import type { SampleItem, SampleMailbox } from './sample-mailbox.ts';

/** One inbox with a message for each attachment, so a PST of about `attachments` times `attachmentBytes`. */
export function largeMailbox(size: { readonly attachmentBytes: number; readonly attachments: number }): SampleMailbox {
  const items = Array.from({ length: size.attachments }, (_, order): SampleItem => {
    const at = new Date(Date.UTC(2015, 0, 1, 8, order));
    return {
      subject: `Scans, part ${order + 1}`,
      from: { name: 'Ann', address: 'ann@contoso.example' },
      to: [{ name: 'Bob', address: 'bob@contoso.example' }],
      sent: at,
      received: at,
      messageId: `<large-${order + 1}@contoso.example>`,
      textBody: 'Scans attached.',
      attachments: [
        {
          fileName: `scans-${order + 1}.bin`,
          mimeType: 'application/octet-stream',
          bytes: { sizeBytes: size.attachmentBytes, seed: order + 1 },
        },
      ],
    };
  });
  return { displayName: 'Large archive', folders: [{ name: 'Inbox', items }] };
}
