import { type CandidateId, type Overlap, toWireError } from '../../preload/contract/index.ts';
import { type Fingerprints, parseFingerprints } from '../pst/fingerprints.ts';
import { countShared } from '../pst/overlap.ts';
import type { PstLooker } from './look.ts';

/** A file as it was when the scan met it. */
export type ComparedFile = {
  readonly id: CandidateId;
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
};

/** What is kept of files that were compared before, bytes: those of two million items. A limit of ours. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;

/** Tells how much of one PST is in others. One question at a time: the next one cuts the one before short. */
export class Overlaps {
  readonly #looker: Pick<PstLooker, 'fingerprints'>;
  /** The ones used last stand last. */
  readonly #kept = new Map<string, { readonly prints: Fingerprints; readonly bytes: number }>();
  #stop = new AbortController();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(looker: Pick<PstLooker, 'fingerprints'>) {
    this.#looker = looker;
  }

  /**
   * How much of the first each of the others holds, in their order; those it did not come to are left out.
   * @throws AppError when the first cannot be read
   */
  find(one: ComparedFile, others: readonly ComparedFile[]): Promise<Overlap[]> {
    this.#stop.abort('cancel');
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const turn = this.#turn.then(() => this.#compare(one, others, signal));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Ends what is under way, and forgets everything. */
  clear(): void {
    this.#stop.abort('cancel');
    this.#kept.clear();
  }

  async #compare(one: ComparedFile, others: readonly ComparedFile[], signal: AbortSignal): Promise<Overlap[]> {
    const overlaps: Overlap[] = [];
    try {
      const prints = await this.#read(one, signal);
      for (const other of others) overlaps.push(await this.#overlap(prints, other, signal));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    return overlaps;
  }

  async #overlap(prints: Fingerprints, other: ComparedFile, signal: AbortSignal): Promise<Overlap> {
    const { id } = other;
    try {
      const shared = countShared(prints, await this.#read(other, signal));
      return { id, shared, items: prints.items, problem: null };
    } catch (error) {
      signal.throwIfAborted();
      return { id, shared: 0, items: prints.items, problem: toWireError(error) };
    }
  }

  async #read(file: ComparedFile, signal: AbortSignal): Promise<Fingerprints> {
    signal.throwIfAborted();
    const key = `${file.path}\0${file.sizeBytes}\0${file.modifiedMs}`;
    const known = this.#kept.get(key);
    if (known) {
      this.#keep(key, known);
      return known.prints;
    }
    const bytes = await this.#looker.fingerprints(file.path, signal);
    const prints = parseFingerprints(bytes);
    this.#keep(key, { prints, bytes: bytes.byteLength });
    return prints;
  }

  #keep(key: string, entry: { readonly prints: Fingerprints; readonly bytes: number }): void {
    this.#kept.delete(key);
    this.#kept.set(key, entry);
    let total = [...this.#kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [oldest, { bytes }] of this.#kept) {
      if (total <= MAX_KEPT_BYTES || oldest === key) break;
      this.#kept.delete(oldest);
      total -= bytes;
    }
  }
}
