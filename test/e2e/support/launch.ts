import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { ensureBuilt, ROOT } from '../../support/build/ensure.mjs';
import { findRuntime, needsDisplay } from '../../support/electron-runtime/find.mjs';

/** How to start the app. `stateDir` is where it keeps its jobs: one that is new makes a first start. */
export type LaunchOptions = {
  readonly stateDir: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A packed app. Without it the one that `PST_FERRY_EXECUTABLE` names, else the built one in `out/`. */
  readonly executablePath?: string;
};

/** A running app. `consoleMessages` grows: what the page prints and what it fails with, one text each. */
export type LaunchedApp = {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly consoleMessages: readonly string[];
};

/**
 * Starts the app and waits until its page has loaded. The caller closes `app`.
 * @throws when the app ends or shows no window within Playwright's time limit
 */
export async function launchApp({ stateDir, args = [], env = {}, ...options }: LaunchOptions): Promise<LaunchedApp> {
  const executablePath = options.executablePath ?? process.env.PST_FERRY_EXECUTABLE;
  if (needsDisplay()) throw new Error('no screen: run the tests through test/support/electron-runtime/cli.mjs exec');
  if (executablePath === undefined) await ensureBuilt();
  const runtime = await getRuntime();
  const appArgs = executablePath === undefined ? [ROOT] : [];
  const app = await _electron.launch({
    executablePath: executablePath ?? runtime.executable,
    args: [...runtime.args, ...appArgs, '--state', stateDir, ...args],
    env: { ...inheritedEnvironment(), ...env },
    cwd: ROOT,
  });
  const consoleMessages: string[] = [];
  app.context().on('console', (message) => consoleMessages.push(`${message.type()}: ${message.text()}`));
  app.context().on('weberror', (failure) => consoleMessages.push(`uncaught: ${failure.error().message}`));
  const page = await app.firstWindow();
  await page.waitForLoadState('load');
  return { app, page, consoleMessages };
}

let runtime: ReturnType<typeof findRuntime> | null = null;

// Once for all tests of a file: asking an executable for its version takes a start of it.
function getRuntime(): ReturnType<typeof findRuntime> {
  runtime ??= findRuntime();
  return runtime;
}

// Variables that would turn Electron into plain Node or load foreign code into it.
const NOT_INHERITED = new Set(['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS']);

function inheritedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries.filter(([name]) => !NOT_INHERITED.has(name)));
}
