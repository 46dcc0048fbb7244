import { AnonymousCredential, BlockBlobClient } from '@azure/storage-blob';
import { targetUrl } from './target.mjs';

/**
 * The SDK's client for the blob the bench wants written.
 * @returns {BlockBlobClient}
 */
export function createTargetClient() {
  return new BlockBlobClient(targetUrl().href, new AnonymousCredential());
}
