import { expect, it } from 'vitest';
import { deniedReason, deniedText } from '../../../../../renderer/features/find/denied-text.ts';
import { en } from '../../../../../renderer/format/locales/en.ts';

const folders = [
  { path: 'C:\\a', reason: 'EPERM' },
  { path: 'C:\\b', reason: 'EIO' },
];

it('tells the reason in words, and an unknown one by its code', () => {
  expect(['EPERM', 'ESOMETHING', 'toString'].map((code) => deniedReason(code, en))).toEqual([
    'No right to open it',
    'ESOMETHING',
    'toString',
  ]);
});

it('gives a technician one folder a line, with the code of the system, and the number of those not kept', () => {
  expect(deniedText({ total: 2, folders })).toBe('C:\\a\tEPERM\nC:\\b\tEIO');
  expect(deniedText({ total: 5, folders })).toBe('C:\\a\tEPERM\nC:\\b\tEIO\n+ 3');
});
