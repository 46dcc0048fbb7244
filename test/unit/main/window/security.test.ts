import { EventEmitter } from 'node:events';
import type { App, Session } from 'electron';
import { expect, test } from 'vitest';
import { APP_ROOT, APP_URL } from '../../../../main/window/app-url.ts';
import { guardSession, guardWebContents } from '../../../../main/window/security.ts';

class FakeContents extends EventEmitter {
  open: () => unknown = () => 'nobody asked';
  setWindowOpenHandler(handler: () => unknown): void {
    this.open = handler;
  }
}

/** True when the guards prevent an event of this name. */
function isPrevented(contents: EventEmitter, name: string, details: object = {}): boolean {
  let prevented = false;
  contents.emit(name, {
    ...details,
    preventDefault: () => {
      prevented = true;
    },
  });
  return prevented;
}

function createGuardedContents(): FakeContents {
  const app = new EventEmitter();
  guardWebContents(app as unknown as App);
  const contents = new FakeContents();
  app.emit('web-contents-created', {}, contents);
  return contents;
}

const FOREIGN = [
  'https://example.com/',
  'file:///etc/passwd',
  'about:blank',
  'javascript:1',
  'data:text/html,x',
  APP_ROOT,
];

test.each(FOREIGN)('the page does not go to %s', (url) => {
  const contents = createGuardedContents();
  const names = ['will-navigate', 'will-frame-navigate', 'will-redirect'];
  expect(names.map((name) => isPrevented(contents, name, { url, isMainFrame: true }))).toEqual([true, true, true]);
});

test('the page may load itself again, in the main frame alone', () => {
  const contents = createGuardedContents();
  expect(isPrevented(contents, 'will-navigate', { url: APP_URL, isMainFrame: true })).toBe(false);
  expect(isPrevented(contents, 'will-frame-navigate', { url: APP_URL, isMainFrame: false })).toBe(true);
});

test('no window opens and no guest page is taken in', () => {
  const contents = createGuardedContents();
  expect(contents.open()).toEqual({ action: 'deny' });
  expect(isPrevented(contents, 'will-attach-webview')).toBe(true);
});

type Asked = (...args: unknown[]) => unknown;

function createGuardedSession() {
  const handlers: Record<string, Asked> = {};
  const take = (name: string) => (handler: Asked) => {
    handlers[name] = handler;
  };
  const events = new EventEmitter();
  guardSession({
    on: events.on.bind(events),
    setPermissionRequestHandler: take('request'),
    setPermissionCheckHandler: take('check'),
    setDevicePermissionHandler: take('device'),
    setDisplayMediaRequestHandler: take('display'),
    setSpellCheckerEnabled: take('spelling'),
    webRequest: { onBeforeRequest: take('web') },
  } as unknown as Session);
  return { handlers, events };
}

/** What a handler that answers by its callback says. */
function answerOf(handler: Asked | undefined, ...args: unknown[]): unknown {
  let given: unknown = 'no answer';
  handler?.(...args, (answer: unknown) => {
    given = answer;
  });
  return given;
}

test('every permission, device and screen is denied', () => {
  const { handlers } = createGuardedSession();
  expect(answerOf(handlers.request, null, 'media')).toBe(false);
  expect(handlers.check?.(null, 'geolocation')).toBe(false);
  expect(handlers.device?.({ deviceType: 'hid' })).toBe(false);
  expect(answerOf(handlers.display, {})).toEqual({});
});

test('downloads are called off', () => {
  expect(isPrevented(createGuardedSession().events, 'will-download')).toBe(true);
});

test.each([
  [APP_URL, false],
  ['http://127.0.0.1:10000/', true],
  ['https://example.com/a.png', true],
  ['file:///etc/passwd', true],
  ['ws://127.0.0.1:1/', true],
  ['app://other/index.html', true],
])('the request for %s is cancelled: %s', (url, cancel) => {
  expect(answerOf(createGuardedSession().handlers.web, { url })).toEqual({ cancel });
});
