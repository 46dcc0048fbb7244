import { expect, test } from 'vitest';
import { createAppResponder } from '../../../../main/window/app-responder.ts';
import { APP_ROOT, APP_URL } from '../../../../main/window/app-url.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const ASSETS = new Map([
  ['index.html', bytes('<meta content="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>')],
  ['assets/index-CNC2.js', bytes('run()')],
  ['assets/logo.svg', bytes('<svg/>')],
  ['assets/index.js.map', bytes('{"sources":[]}')],
]);

function createResponder() {
  let count = 0;
  return createAppResponder(ASSETS, () => {
    count += 1;
    return `nonce${count}`;
  });
}

test('gives a file of the page as it is, with its type, never to be guessed', async () => {
  const response = createResponder()('GET', `${APP_ROOT}assets/index-CNC2.js`);
  expect([
    response.status,
    response.headers.get('content-type'),
    response.headers.get('x-content-type-options'),
    await response.text(),
  ]).toEqual([200, 'text/javascript; charset=utf-8', 'nosniff', 'run()']);
});

test('gives the page with the nonce of its own policy, another one each time', async () => {
  const respond = createResponder();
  const first = respond('GET', APP_URL);
  expect(await first.text()).toBe('<meta content="nonce1"><style nonce="nonce1"></style>');
  expect(first.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-nonce1'; img-src 'self' data:; font-src 'self'; " +
      "connect-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  expect(await respond('GET', APP_URL).text()).toContain('nonce2');
});

test('puts a policy on every answer, refusals too', () => {
  const respond = createResponder();
  for (const url of [APP_URL, `${APP_ROOT}assets/logo.svg`, `${APP_ROOT}nothing`]) {
    expect(respond('GET', url).headers.get('content-security-policy')).toContain("connect-src 'none'");
  }
});

test.each(['POST', 'HEAD', 'PUT', 'get'])('refuses the method %s', (method) => {
  expect(createResponder()(method, APP_URL).status).toBe(404);
});

test.each([
  `${APP_ROOT}`,
  `${APP_ROOT}INDEX.HTML`,
  `${APP_ROOT}index.html?x=1`,
  `${APP_ROOT}index.html/`,
  `${APP_ROOT}index.html.`,
  `${APP_ROOT}index.html::$DATA`,
  `${APP_ROOT}index.html%00.js`,
  `${APP_ROOT}./index.html`,
  `${APP_ROOT}assets/../index.html`,
  `${APP_ROOT}assets/%2e%2e/index.html`,
  `${APP_ROOT}..%2f..%2fetc/passwd`,
  `${APP_ROOT}..%5c..%5cwindows/win.ini`,
  `${APP_ROOT}/etc/passwd`,
  `${APP_ROOT}C:/Windows/win.ini`,
  `${APP_ROOT}//server/share/file`,
  `${APP_ROOT}NUL`,
  `${APP_ROOT}assets`,
  `${APP_ROOT}assets/`,
  `${APP_ROOT}assets/index.js.map`,
  `${APP_ROOT}${'a'.repeat(100_000)}`,
  'app://other/index.html',
  'app://user@ferry/index.html',
  'app://ferry:80/index.html',
  'file:///etc/passwd',
  'index.html',
  '',
  '__proto__',
  `${APP_ROOT}__proto__`,
])('knows nothing at %.60s', async (url) => {
  const response = createResponder()('GET', url);
  expect([response.status, await response.text()]).toEqual([404, '']);
});
