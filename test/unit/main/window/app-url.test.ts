import { expect, test } from 'vitest';
import { APP_ROOT, APP_URL, isAppUrl } from '../../../../main/window/app-url.ts';

test.each([APP_URL, APP_ROOT, `${APP_URL}#receipt`])('%s is our own page', (url) => {
  expect(isAppUrl(url)).toBe(true);
});

test.each([
  '',
  'about:blank',
  'app:',
  'app:ferry',
  'app://ferry.example/index.html',
  'app://x/ferry/index.html',
  'app://ferry:81/',
  'app://me@ferry/',
  'apps://ferry/',
  'http://ferry/',
  'file:///app://ferry/',
  'data:text/html,app://ferry/',
  'https://example.com/#app://ferry/',
  'blob:app://ferry/1',
])('%s is not', (url) => {
  expect(isAppUrl(url)).toBe(false);
});
