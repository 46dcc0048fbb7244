/** The process that started this one, as far as a worker needs it. */
export type Parent = {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once when the parent process is gone, however it ended. */
  onGone(listener: () => void): void;
  exit(code: number): never;
};

type ElectronPort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
};

/** The parent of this process: the port Electron gives a utility process, or the channel of `child_process.fork`. */
export function connectParent(): Parent {
  const exit = (code: number): never => process.exit(code);
  const port = 'parentPort' in process ? (process.parentPort as ElectronPort | null) : null;
  if (port) {
    return {
      send: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', (event) => listener(event.data)),
      // Electron ends utility processes together with the app; there is no event for it.
      onGone: () => undefined,
      exit,
    };
  }
  // A terminal sends Ctrl+C to the whole group; the parent decides in what order things end.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  return {
    send: (message) => {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) => process.on('message', listener),
    onGone: (listener) => process.once('disconnect', listener),
    exit,
  };
}
