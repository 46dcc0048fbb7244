import { expect, it } from 'vitest';
import { signInCode } from '../../../../renderer/features/sign-in-code.ts';

it.each([
  [
    'To sign in, open the page https://microsoft.com/devicelogin and enter the code FQ7KZ2M9P to authenticate.',
    'FQ7KZ2M9P',
  ],
  ['Enter ABCD1234, that is ABCD1234.', 'ABCD1234'],
  ['Sign in by 20260504 at the latest.', null],
  ['One of ABCD1234 and WXYZ5678.', null],
  ['Open a page and sign in.', null],
])('%s', (text, code) => {
  expect(signInCode(text)).toBe(code);
});
