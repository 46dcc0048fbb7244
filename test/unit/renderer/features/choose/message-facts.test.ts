import { expect, it } from 'vitest';
import type { MessageView } from '../../../../../preload/contract/index.ts';
import { messageFacts } from '../../../../../renderer/features/choose/message-facts.ts';
import { createLanguage } from '../../../../../renderer/format/messages.ts';

const MESSAGE: MessageView = {
  id: 1,
  subject: 'Plan',
  from: 'Ann <ann@contoso.example>',
  date: null,
  sizeBytes: 1024,
  kind: 'mail',
  to: ['Bob', 'Cyd'],
  cc: [],
  otherRecipients: 0,
  text: '',
  isCut: false,
  attachments: [],
};

const language = createLanguage(['en-US']);

function factsOf(change: Partial<MessageView>) {
  const facts = messageFacts({ ...MESSAGE, ...change }, language);
  return Object.fromEntries(facts.map(({ label, texts }) => [label, texts.map(({ text }) => text)]));
}

it('leaves out what a message does not have', () => {
  expect(factsOf({ from: '' })).toEqual({ To: ['Bob', 'Cyd'], Size: ['1 KB'] });
});

it('keeps each person and each attachment apart, so that none runs into the next', () => {
  const attachments = [
    { name: '\u202Egpj.exe', sizeBytes: 1024 },
    { name: ' ', sizeBytes: 2048 },
  ];
  expect(factsOf({ cc: ['Dan'], attachments })).toMatchObject({
    To: ['Bob', 'Cyd'],
    Cc: ['Dan'],
    Attachments: ['\u202Egpj.exe', '(no name)'],
  });
  const [sizes] = messageFacts({ ...MESSAGE, attachments }, language).slice(-1);
  expect(sizes?.texts.map(({ note }) => note)).toEqual([' (1 KB)', ' (2 KB)']);
});

it('counts those it does not name after the last it does', () => {
  expect(factsOf({ otherRecipients: 1204 })).toMatchObject({ To: ['Bob', 'Cyd', 'and 1,204 more'] });
  expect(factsOf({ otherRecipients: 3, cc: ['Dan'] })).toMatchObject({ To: ['Bob', 'Cyd'], Cc: ['Dan', 'and 3 more'] });
});
