import { expect, test } from 'vitest';
import { createSenderCheck, type SenderCheckOptions } from '../../../../main/ipc/trusted-sender.ts';
import { APP_URL, isAppUrl } from '../../../../main/window/app-url.ts';

type Contents = NonNullable<ReturnType<SenderCheckOptions['getContents']>>;
type Frame = Contents['mainFrame'];

const createFrame = (url: string, parent: Frame | null = null) => ({ url, parent }) as Frame;
const createContents = (id: number, mainFrame: Frame) => ({ id, mainFrame }) as Contents;

/** What the check says of a message from this frame of the contents with this id, while the window shows `main`. */
function check(main: Frame, from: { readonly id?: number; readonly frame: Frame | null }): boolean {
  const isTrusted = createSenderCheck({ getContents: () => createContents(1, main), isOwnUrl: isAppUrl });
  const sender = createContents(from.id ?? 1, main);
  return isTrusted({ sender, senderFrame: from.frame } as Parameters<typeof isTrusted>[0]);
}

const MAIN = createFrame(APP_URL);

test('the main frame of our window with our page is trusted', () => {
  expect(check(MAIN, { frame: MAIN })).toBe(true);
});

test.each([
  ['a frame inside the page', { frame: createFrame(APP_URL, MAIN) }],
  ['another main frame', { frame: createFrame(APP_URL) }],
  ['a second window', { id: 2, frame: MAIN }],
  ['a frame that is gone', { frame: null }],
])('%s is not', (_name, from) => {
  expect(check(MAIN, from)).toBe(false);
});

test.each(['', 'about:blank', 'https://example.com/', 'app://ferry.example/'])(
  'our frame is not while it shows "%s"',
  (url) => {
    const frame = createFrame(url);
    expect(check(frame, { frame })).toBe(false);
  },
);

test('nobody is while there is no window', () => {
  const isTrusted = createSenderCheck({ getContents: () => null, isOwnUrl: isAppUrl });
  expect(isTrusted({ sender: createContents(1, MAIN), senderFrame: MAIN } as Parameters<typeof isTrusted>[0])).toBe(
    false,
  );
});
