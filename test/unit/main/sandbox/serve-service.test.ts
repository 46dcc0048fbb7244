import { expect, test } from 'vitest';
import { type RunningService, serveService } from '../../../../main/sandbox/serve-service.ts';

function createParent() {
  const sent: unknown[] = [];
  let tell: (message: unknown) => void = () => undefined;
  let leave: () => void = () => undefined;
  let exit: (code: number) => void = () => undefined;
  const exited = new Promise<number>((resolve) => {
    exit = resolve;
  });
  const parent = {
    send: (message: unknown) => sent.push(message),
    onMessage: (listener: typeof tell) => {
      tell = listener;
    },
    onGone: (listener: typeof leave) => {
      leave = listener;
    },
    exit,
  };
  return { parent, sent, exited, tell: (message: unknown) => tell(message), leave: () => leave() };
}

test('a server says that it is ready and closes before the process ends', async () => {
  const host = createParent();
  const steps: string[] = [];
  serveService(host.parent, async (input) => ({
    facts: { endpoint: `for ${input}` },
    close: async () => void steps.push('closed'),
  }));
  host.tell({ kind: 'start', input: 'me' });
  host.tell({ kind: 'start', input: 'another' });
  host.tell('noise');
  host.tell({ kind: 'stop', reason: 'shutdown' });
  host.leave();
  expect(await host.exited).toBe(0);
  expect(host.sent).toEqual([{ kind: 'ready', endpoint: 'for me' }]);
  expect(steps).toEqual(['closed']);
});

test('a parent that is gone ends the server in good order', async () => {
  const host = createParent();
  const steps: string[] = [];
  serveService(host.parent, async () => ({ facts: {}, close: async () => void steps.push('closed') }));
  host.tell({ kind: 'start' });
  host.leave();
  expect(await host.exited).toBe(0);
  expect(steps).toEqual(['closed']);
});

test.each([
  ['starting', () => Promise.reject(new Error('no port'))],
  [
    'closing',
    async (): Promise<RunningService> => ({ facts: {}, close: () => Promise.reject(new Error('disk full')) }),
  ],
])('a failure while %s is told by the exit code', async (_, start) => {
  const host = createParent();
  serveService(host.parent, start);
  host.tell({ kind: 'start' });
  host.tell({ kind: 'stop' });
  expect(await host.exited).toBe(1);
});
