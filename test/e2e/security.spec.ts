import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { BRIDGE_NAME, COMMAND_NAMES } from '../../preload/contract/names.ts';
import { HOSTILE_ADDRESSES, NOT_GRANTED } from './support/hostile.ts';
import { type LaunchedApp, launchApp } from './support/launch.ts';

const APP_URL = 'app://ferry/index.html';

let stateDir: string;
let launched: LaunchedApp;
let server: Server;
let origin: string;
let hits: string[];

test.beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'ferry-security-'));
  server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.setHeader('Access-Control-Allow-Origin', '*').end('reached');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  origin = `http://127.0.0.1:${address.port}`;
  launched = await launchApp({ stateDir });
});

test.beforeEach(() => {
  hits = [];
});

test.afterAll(async () => {
  await launched.app.close();
  await new Promise((resolve) => server.close(resolve));
  await rm(stateDir, { recursive: true, force: true });
});

test('the page has no Node and one frozen object of ours', async () => {
  const seen = await launched.page.evaluate((name) => {
    const names = [
      'require',
      'process',
      'Buffer',
      'module',
      'exports',
      'global',
      '__dirname',
      'electron',
      'ipcRenderer',
    ];
    const bridge: unknown = Reflect.get(window, name);
    const isObject = typeof bridge === 'object' && bridge !== null;
    return {
      url: location.href,
      node: names.filter((other) => Reflect.get(window, other) !== undefined),
      members: isObject ? Object.keys(bridge).sort() : [],
      isFrozen: Object.isFrozen(bridge),
      isFixed: !Reflect.set(window, name, null),
    };
  }, BRIDGE_NAME);
  expect(seen).toEqual({
    url: APP_URL,
    node: [],
    members: [...COMMAND_NAMES, 'subscribe'].sort(),
    isFrozen: true,
    isFixed: true,
  });
});

test('the window is made as demanded', async () => {
  const preferences = await launched.app.evaluate(({ BrowserWindow }) => {
    const windows = BrowserWindow.getAllWindows();
    const contents: object | undefined = windows[0]?.webContents;
    const get: unknown = contents && Reflect.get(contents, 'getLastWebPreferences');
    return { windows: windows.length, ...(typeof get === 'function' ? get.call(contents) : {}) };
  });
  expect(preferences).toMatchObject({
    windows: 1,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  });
});

test('the page opens no window', async () => {
  const opened = await launched.page.evaluate(
    (urls) => urls.map((url) => window.open(url) !== null),
    [APP_URL, 'about:blank', `${origin}/`, 'file:///etc/passwd'],
  );
  expect(opened).toEqual([false, false, false, false]);
  expect(await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(hits).toEqual([]);
});

test('the page goes nowhere but to itself', async () => {
  await launched.app.evaluate(({ BrowserWindow }) => {
    const visited: string[] = [];
    Object.assign(globalThis, { visited });
    BrowserWindow.getAllWindows()[0]?.webContents.on('did-navigate', (_event, url) => visited.push(url));
  });
  await launched.page.evaluate((root) => {
    const places = ['https://example.com/', `${root}/`, 'file:///etc/passwd', 'data:text/html,x', 'about:blank'];
    places.push('app://ferry/', 'app://other/index.html', 'smb://host/share', 'ms-msdt:/id', 'blob:app://ferry/1');
    for (const url of places) {
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
      link.remove();
    }
  }, origin);
  // The page itself last: what came before it has been decided on by the time it has loaded again.
  await Promise.all([launched.page.waitForEvent('load'), launched.page.evaluate(() => location.reload())]);
  expect(await launched.app.evaluate(() => Reflect.get(globalThis, 'visited'))).toEqual([APP_URL]);
  expect([launched.page.url(), hits]).toEqual([APP_URL, []]);
});

test('the page reaches no network and no file, and each try is reported', async () => {
  const outcome = await launched.page.evaluate(async (root) => {
    const reported = new Set<string>();
    document.addEventListener('securitypolicyviolation', (event) => reported.add(event.effectiveDirective));
    const reached: string[] = [];
    for (const url of [`${root}/fetch`, 'file:///etc/passwd', 'app://ferry/index.html']) {
      await fetch(url, { mode: 'no-cors' }).then(
        () => reached.push(url),
        () => undefined,
      );
    }
    navigator.sendBeacon(`${root}/beacon`, 'x');
    const image = new Image();
    await new Promise((resolve) => {
      image.onerror = resolve;
      image.onload = () => resolve(reached.push('image'));
      image.src = `${root}/image.png`;
    });
    const socket = await new Promise((resolve) => {
      const opened = new WebSocket(root.replace('http', 'ws'));
      opened.onerror = () => resolve('refused');
      opened.onopen = () => resolve('open');
    });
    return { reached, socket, reported: [...reported].sort() };
  }, origin);
  expect(outcome).toEqual({ reached: [], socket: 'refused', reported: ['connect-src', 'img-src'] });
  expect(hits).toEqual([]);
});

test('the page runs no script that is not a file of ours, and no style without its nonce', async () => {
  const outcome = await launched.page.evaluate(async () => {
    const reported = new Set<string>();
    document.addEventListener('securitypolicyviolation', (event) => reported.add(event.effectiveDirective));
    const inline = document.createElement('script');
    inline.textContent = 'window.intruder = "inline"';
    document.head.append(inline);
    // As text to a timer: what a debugger evaluates itself, as this function, may call eval.
    setTimeout('window.intruder = "eval"');
    const own = document.querySelector('meta[name=csp-nonce]')?.getAttribute('content') ?? '';
    for (const [nonce, rule] of [
      ['bm9ib2R5cw==', 'body { --intruder: 1 }'],
      [own, 'body { --own: 1 }'],
    ] as const) {
      const style = document.createElement('style');
      style.setAttribute('nonce', nonce);
      style.textContent = rule;
      document.head.append(style);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    const painted = getComputedStyle(document.body);
    return {
      script: Reflect.get(window, 'intruder') ?? null,
      style: painted.getPropertyValue('--intruder'),
      ownStyle: painted.getPropertyValue('--own'),
      reported: [...reported].sort(),
    };
  });
  expect(outcome).toEqual({
    script: null,
    style: '',
    ownStyle: '1',
    reported: ['script-src', 'script-src-elem', 'style-src-elem'],
  });
});

test('the page is granted nothing', async () => {
  const granted = await launched.page.evaluate(async (names) => {
    const answers = await Promise.allSettled(
      names.map((name) => navigator.permissions.query({ name: name as PermissionName })),
    );
    return answers.flatMap((answer, index) =>
      answer.status === 'fulfilled' && answer.value.state !== 'denied' ? [`${names[index]} ${answer.value.state}`] : [],
    );
  }, NOT_GRANTED);
  const asked = await launched.page.evaluate(async () => [
    await Notification.requestPermission(),
    await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    ),
    await navigator.mediaDevices.getDisplayMedia().then(
      () => 'granted',
      () => 'denied',
    ),
    await navigator.clipboard.readText().then(
      () => 'granted',
      () => 'denied',
    ),
  ]);
  expect([granted, asked]).toEqual([[], ['denied', 'denied', 'denied', 'denied']]);
});

test('the scheme gives nothing but the files of the page', async () => {
  const given = await launched.app.evaluate(async ({ session }, urls) => {
    const answers = await Promise.allSettled(urls.map((url) => session.defaultSession.fetch(url)));
    return answers.flatMap((answer, index) =>
      answer.status === 'fulfilled' && answer.value.status !== 404 ? [`${urls[index]} ${answer.value.status}`] : [],
    );
  }, HOSTILE_ADDRESSES);
  expect(HOSTILE_ADDRESSES.length).toBeGreaterThanOrEqual(25);
  expect(given).toEqual([]);
  const page = await launched.app.evaluate(async ({ session }, url) => {
    const response = await session.defaultSession.fetch(url);
    return { status: response.status, sniff: response.headers.get('x-content-type-options') };
  }, APP_URL);
  expect(page).toEqual({ status: 200, sniff: 'nosniff' });
});

test('another window with the same preload is refused by every command', async () => {
  const answers = await launched.app.evaluate(
    async ({ app, BrowserWindow }, [bridge, names]) => {
      const preload = `${app.getAppPath()}/out/preload/index.cjs`;
      const other = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      });
      try {
        await other.loadURL('about:blank');
        const calls = names.map((name) => `window.${bridge}.${name}(null)`).join();
        const replies: unknown = await other.webContents.executeJavaScript(`Promise.all([${calls}])`);
        return Array.isArray(replies) ? replies.map((reply) => reply.error?.code) : replies;
      } finally {
        other.destroy();
      }
    },
    [BRIDGE_NAME, [...COMMAND_NAMES]] as const,
  );
  expect(answers).toEqual(COMMAND_NAMES.map(() => 'senderRefused'));
});
