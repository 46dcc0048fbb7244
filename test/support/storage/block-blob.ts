import { createHash, randomBytes } from 'node:crypto';

/** Blocks a blob may have staged. @see https://learn.microsoft.com/rest/api/storageservices/put-block */
export const MAX_STAGED_BLOCKS = 100_000;

/** A block as the store keeps it; `bytes` null where only hashes are kept. */
export type KeptBlock = {
  readonly id: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly bytes: Buffer | null;
};

/** What a commit is asked to hold to. Null for a header that was not sent. */
export type Conditions = { readonly ifMatch: string | null; readonly ifNoneMatch: string | null };

/** A refusal as the service words it. */
export type Refusal = { readonly status: number; readonly code: string };

/** One block blob with the rules of the service; a refusal comes back as a value and has changed nothing. */
export class BlockBlob {
  readonly staged = new Map<string, KeptBlock>();
  committed: readonly KeptBlock[] | null = null;
  metadata: Readonly<Record<string, string>> = {};
  contentType = 'application/octet-stream';
  etag = '';
  commits = 0;

  stage(block: KeptBlock): Refusal | null {
    const other = this.staged.keys().next().value ?? this.committed?.[0]?.id;
    if (other !== undefined && other.length !== block.id.length) return { status: 400, code: 'InvalidBlobOrBlock' };
    if (this.staged.size >= MAX_STAGED_BLOCKS && !this.staged.has(block.id))
      return { status: 409, code: 'BlockCountExceedsLimit' };
    this.staged.set(block.id, block);
    return null;
  }

  commit(ids: readonly string[], conditions: Conditions): Refusal | null {
    if (conditions.ifNoneMatch === '*' && this.committed) return { status: 409, code: 'BlobAlreadyExists' };
    if (!this.#matches(conditions.ifMatch)) return { status: 412, code: 'ConditionNotMet' };
    const committed = new Map((this.committed ?? []).map((block) => [block.id, block]));
    const blocks = ids.flatMap((id) => this.staged.get(id) ?? committed.get(id) ?? []);
    if (blocks.length !== ids.length) return { status: 400, code: 'InvalidBlockList' };
    this.committed = blocks;
    this.staged.clear();
    this.commits += 1;
    this.#renewTag();
    return null;
  }

  setMetadata(metadata: Readonly<Record<string, string>>, ifMatch: string | null): Refusal | null {
    if (!this.committed) return { status: 404, code: 'BlobNotFound' };
    if (!this.#matches(ifMatch)) return { status: 412, code: 'ConditionNotMet' };
    this.metadata = metadata;
    this.#renewTag();
    return null;
  }

  get sizeBytes(): number {
    return (this.committed ?? []).reduce((sum, block) => sum + block.sizeBytes, 0);
  }

  /** All bytes of the committed blob. @throws Error when there is none or its bytes were not kept. */
  bytes(): Buffer {
    if (!this.committed) throw new Error('nothing was committed');
    const parts = this.committed.map(({ bytes }) => {
      if (!bytes) throw new Error('the bytes were not kept');
      return bytes;
    });
    return Buffer.concat(parts);
  }

  /** SHA-256 of the committed bytes, lower-case hex. */
  sha256(): string {
    return createHash('sha256').update(this.bytes()).digest('hex');
  }

  #matches(ifMatch: string | null): boolean {
    return ifMatch === null || (this.committed !== null && ifMatch === this.etag);
  }

  #renewTag(): void {
    this.etag = `"0x${randomBytes(8).toString('hex').toUpperCase()}"`;
  }
}
