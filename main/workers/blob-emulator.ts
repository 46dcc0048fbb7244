import { BlobEmulatorInput, startBlobEmulator } from '../sandbox/blob-emulator.ts';
import { serveService } from '../sandbox/serve-service.ts';
import { connectParent } from './parent.ts';

serveService(connectParent(), async (input) => {
  const emulator = await startBlobEmulator(BlobEmulatorInput.parse(input));
  return { facts: { endpoint: emulator.endpoint }, close: () => emulator.close() };
});
