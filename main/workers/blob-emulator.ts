import { waitForFolder } from '../platform/state-folder.ts';
import { BlobEmulatorInput, startBlobEmulator } from '../sandbox/blob-emulator.ts';
import { serveService } from '../sandbox/serve-service.ts';
import { connectParent } from './parent.ts';

/** After a crash of the app the emulator of before may still be saving; two at once would spoil its databases. */
const FORERUNNER_LIMIT_MS = 20_000;

serveService(connectParent(), async (raw) => {
  const input = BlobEmulatorInput.parse(raw);
  const lock = await waitForFolder(input.folder, FORERUNNER_LIMIT_MS);
  const emulator = await startBlobEmulator(input);
  const close = async () => {
    await emulator.close();
    await lock.release();
  };
  return { facts: { endpoint: emulator.endpoint }, close };
});
