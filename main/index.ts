import { basename, join } from 'node:path';
import { app, type BrowserWindow, clipboard, dialog, powerMonitor, safeStorage, session, shell } from 'electron';
import ElectronStore from 'electron-store';
import { AppError, describeError } from '../preload/contract/index.ts';
import { runCli } from './cli/program.ts';
import { createNodeCliHost, hasTenant } from './cli-host.ts';
import { listenForInterrupt, watchOutput } from './cli-process.ts';
import { handoverFolderOf } from './connect.ts';
import { connectWindow } from './ipc/connect.ts';
import { readArguments } from './launch-arguments.ts';
import { Ferry } from './migration/ferry.ts';
import { loadAssets } from './platform/asset-folder.ts';
import { createElectronSpawn } from './platform/electron-worker.ts';
import { createFileTree } from './platform/file-tree.ts';
import { createElectronVault } from './platform/keystore.ts';
import { createOutlookProfiles } from './platform/outlook-profiles.ts';
import { createPower } from './platform/power.ts';
import { createPreferenceStore, preferenceOptions } from './platform/preference-file.ts';
import { createScanMemoryFile } from './platform/scan-memory-file.ts';
import { readSecret } from './platform/secret-input.ts';
import { writeTextFile } from './platform/text-file.ts';
import { createVolumes } from './platform/volumes.ts';
import { createCandidates } from './scan/candidates.ts';
import { createRoots } from './scan/roots.ts';
import { defaultSkippedFolders } from './scan/skipped-folders.ts';
import { createScanContext } from './scan-context.ts';
import { createSkipList } from './settings/skip-list.ts';
import { stackOf } from './stack-of.ts';
import { installAppMenu } from './window/app-menu.ts';
import { registerAppScheme, serveApp } from './window/app-protocol.ts';
import { APP_URL, isAppUrl } from './window/app-url.ts';
import { createMainWindow } from './window/main-window.ts';
import { guardSession, guardWebContents } from './window/security.ts';
import { createWorkerScan, openServices, type Services } from './wiring.ts';

/** How long the app may take to end in good order. */
const CLOSE_LIMIT_MS = 30_000;

const here = import.meta.dirname;
const spawn = createElectronSpawn(here);
const assets = app.isPackaged ? join(process.resourcesPath, 'assets') : join(app.getAppPath(), 'assets');
const cliHost = {
  ...createNodeCliHost({ spawn, scan: createWorkerScan(spawn), assets, hasSandbox: hasTenant(here) }),
  isDirect: async (url: string) => (await session.defaultSession.resolveProxy(url)) === 'DIRECT',
};
/** The keystore answers only once the app is ready. */
const createVault = () => createElectronVault(safeStorage);
const launch = readArguments(process.argv, process.defaultApp === true);

registerAppScheme();
guardWebContents(app);
if (launch.kind === 'commandLine') void runAsCommandLine(launch.argv);
else runAsWindow(cliHost.resolvePath(launch.stateFolder ?? cliHost.defaultStateFolder));

/** The same product without a window, for an installed app where there is no other Node. */
async function runAsCommandLine(argv: readonly string[]): Promise<void> {
  const interrupt = listenForInterrupt();
  const output = watchOutput(interrupt);
  app.dock?.hide();
  await app.whenReady();
  const host = { ...cliHost, power: createPower(powerMonitor), vault: createVault() };
  const exitCode = await runCli(argv, { host, streams: process, signal: interrupt.signal });
  output.end(exitCode, (code) => app.exit(code));
}

function runAsWindow(stateFolder: string): void {
  // Chromium keeps files of its own; they stay away from ours.
  app.setPath('userData', stateFolder);
  app.setPath('sessionData', join(stateFolder, 'browser'));
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  app.whenReady().then(
    () => openWindow(stateFolder).catch(giveUp),
    (error: unknown) => giveUp(error),
  );
}

function giveUp(error: unknown): void {
  const { title, advice } = describeError(error instanceof AppError ? error : new AppError('internal'));
  if (!(error instanceof AppError)) process.stderr.write(`${stackOf(error)}\n`);
  dialog.showErrorBox('PST Ferry cannot start', `${title}\n\n${advice}`);
  app.exit(1);
}

async function openWindow(stateFolder: string): Promise<void> {
  installAppMenu();
  guardSession(session.defaultSession);
  serveApp(session.defaultSession, await loadAssets(join(here, '../renderer')));
  const preferences = async (folder: string) =>
    createPreferenceStore(() => new ElectronStore(preferenceOptions(folder)));
  const host = { ...cliHost, preferences, power: createPower(powerMonitor), vault: createVault() };
  const services = await openServices(host, stateFolder);
  const window = createMainWindow({
    preloadPath: join(here, '../preload/index.cjs'),
    iconPath: join(assets, 'icons', 'icon.png'),
  });
  const ferry = await createFerry(services, () => window);
  const disconnect = connectWindow(ferry, {
    getContents: () => (window.isDestroyed() ? null : window.webContents),
    isOwnUrl: isAppUrl,
    onBug: (error, correlationId) =>
      services.log.write('error', 'ipc', 'a command failed', { correlationId, stack: stackOf(error) }),
    onRefused: (name, code) => services.log.write('warn', 'ipc', 'a message was refused', { name, code }),
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  endInGoodOrder(async () => {
    disconnect();
    await ferry.stop();
    await services.close();
  });
  void services.tenantLost.then(() => {
    const { title } = describeError(new AppError('tenantUnavailable', { reason: 'it ended' }));
    dialog.showErrorBox('PST Ferry must start again', `${title}\n\nNothing is lost: the move goes on the next time.`);
    app.quit();
  });
  await window.loadURL(APP_URL);
  services.runner.start();
}

async function createFerry(services: Services, getWindow: () => BrowserWindow): Promise<Ferry> {
  const roots = createRoots(createVolumes(), (path) => ferry.lastScanned(path));
  const tree = createFileTree();
  const candidates = createCandidates(createScanContext({ volumes: [], attached: [], chosenFolders: [] }));
  const ferry: Ferry = new Ferry({
    ...services,
    version: app.getVersion(),
    tenant: () => services.switchboard.current().tenant,
    readSecret: (from) => readSecretFrom(from, getWindow()),
    handoverFolder: handoverFolderOf(services.state),
    roots,
    candidates,
    contextOf: (facts) =>
      createScanContext({ ...facts, volumes: roots.list(), findMoved: (file) => services.runner.findMoved(file) }),
    outlook: createOutlookProfiles(),
    memory: createScanMemoryFile(join(services.state.path, 'scan.json')),
    foldersFile: join(services.state.path, 'scan-folders.bin'),
    skipList: createSkipList(services.preferences, defaultSkippedFolders(process.platform)),
    now: () => new Date(),
    looker: services.looker,
    stampOf: (path) => tree.getFacts(path).catch(() => null),
    askForFolder: async () => {
      const { filePaths } = await dialog.showOpenDialog(getWindow(), { properties: ['openDirectory'] });
      return filePaths[0] ?? null;
    },
    askForFile: async (name) => {
      const { filePath, canceled } = await dialog.showSaveDialog(getWindow(), { defaultPath: name });
      return canceled || filePath === '' ? null : filePath;
    },
    writeText: writeTextFile,
    openFolder: async (path) => {
      const refusal = await shell.openPath(path);
      if (refusal !== '') throw new AppError('folderUnreadable', { path });
    },
    onBug: (error) => services.log.write('error', 'scan', 'a bug in a scan', { stack: stackOf(error) }),
  });
  roots.addFolder(join(assets, 'sample'), 'sample');
  await roots.refresh();
  await ferry.restore();
  return ferry;
}

/** A secret is read here and never seen by the window. */
async function readSecretFrom(from: 'clipboard' | 'file', window: BrowserWindow): Promise<string | null> {
  if (from === 'clipboard') return clipboard.readText();
  const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openFile'] });
  const [path] = filePaths;
  if (path === undefined) return null;
  return readSecret(path, { signal: new AbortController().signal, say: () => undefined }).catch((cause: unknown) => {
    throw new AppError('folderUnreadable', { path: basename(path) }, { cause });
  });
}

/** Closing the window ends the app once everything that must survive is on disk. */
function endInGoodOrder(close: () => Promise<void>): void {
  let isClosing = false;
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (isClosing) return;
    isClosing = true;
    // Everything that matters is on disk already; what does not end must not keep the person waiting.
    setTimeout(() => app.exit(1), CLOSE_LIMIT_MS);
    close().then(
      () => app.exit(0),
      (error: unknown) => {
        process.stderr.write(`${stackOf(error)}\n`);
        app.exit(1);
      },
    );
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
}
