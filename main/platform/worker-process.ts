/** The programs that run outside the main process; each is a bundle of that name beside `index.js`. */
export const WORKER_NAMES = [
  'worker-scan',
  'worker-pst-reader',
  'worker-transfer',
  'worker-blob-emulator',
  'worker-import-service',
] as const;
export type WorkerName = (typeof WORKER_NAMES)[number];

/** A running worker. Messages are plain data. */
export interface WorkerProcess {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, at once when it has ended already. `code` is null when a signal ended it. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/** Starts a worker. Electron and plain Node each have their own way. */
export type SpawnWorker = (name: WorkerName) => WorkerProcess;

const PASSED_ON = [
  'PATH',
  'HOME',
  'LANG',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SYSTEMROOT',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
];

/** The part of our environment a worker needs; nothing else is handed down. */
export function workerEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const isPassedOn = (name: string) => PASSED_ON.includes(name.toUpperCase());
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && isPassedOn(name) ? [[name, value]] : [],
    ),
  );
}
