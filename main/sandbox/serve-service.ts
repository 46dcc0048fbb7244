/** The process that started this one, as far as a server needs it. */
export type ServiceParent = {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onGone(listener: () => void): void;
  exit(code: number): void;
};

/** A server that has started: what its parent must know of it, and how it ends. */
export type RunningService = { readonly facts: Readonly<Record<string, unknown>>; close(): Promise<void> };

/**
 * Makes this process a server of its parent: `{ kind: 'start', input }` starts it and is answered by
 * `{ kind: 'ready', ...facts }`; `{ kind: 'stop' }`, or the end of the parent, closes it in good order.
 * The process ends with 0 after a good close, with 1 when starting or closing failed.
 */
export function serveService(parent: ServiceParent, start: (input: unknown) => Promise<RunningService>): void {
  let service: Promise<RunningService> | null = null;
  let isEnding = false;

  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    try {
      await (await service)?.close();
      parent.exit(0);
    } catch {
      parent.exit(1);
    }
  };
  parent.onGone(() => void end());
  parent.onMessage((message) => {
    const kind = typeof message === 'object' && message !== null && 'kind' in message ? message.kind : null;
    if (kind === 'stop') void end();
    if (kind !== 'start' || service !== null) return;
    service = start(message instanceof Object && 'input' in message ? message.input : null);
    service.then(
      ({ facts }) => parent.send({ kind: 'ready', ...facts }),
      () => parent.exit(1),
    );
  });
}
