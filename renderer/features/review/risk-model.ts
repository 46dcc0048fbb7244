import type { CandidateView, Contents } from '../../../preload/contract/index.ts';
import { ADVISED_FILE_BYTES } from '../../../preload/contract/limits.ts';
import type { Language } from '../../format/messages.ts';
import type { FolderChoice } from '../choose/folder-choice.ts';

/** What may keep something of a file from arriving. The kinds are the names of the texts in `review.risks`. */
export type Risk =
  | { readonly kind: 'large'; readonly sizeBytes: number }
  | { readonly kind: 'tooLarge' | 'tooDeep' | 'skipped'; readonly count: number };

/** What is told of a file before it is moved. `contents` is null when nobody has looked inside: then only its size is known. */
export function risksOf(
  { sizeBytes }: Pick<CandidateView, 'sizeBytes'>,
  contents: Pick<Contents, 'tooLarge' | 'tooDeep'> | null,
  choice: FolderChoice | null,
): readonly Risk[] {
  const large: Risk[] = sizeBytes > ADVISED_FILE_BYTES ? [{ kind: 'large', sizeBytes }] : [];
  return [...large, ...skipRisks(contents, choice).filter((risk) => risk.count > 0)];
}

function skipRisks(contents: Pick<Contents, 'tooLarge' | 'tooDeep'> | null, choice: FolderChoice | null) {
  // Of the chosen folders only the sum of both is known.
  if (choice !== null) return [{ kind: 'skipped', count: choice.forecast.skippedItems }] as const;
  if (contents === null) return [];
  return [
    { kind: 'tooLarge', count: contents.tooLarge },
    { kind: 'tooDeep', count: contents.tooDeep },
  ] as const;
}

/** A risk in a sentence. */
export function riskText(risk: Risk, { messages, format }: Language): string {
  const { risks } = messages.review;
  return risk.kind === 'large'
    ? risks.large(format.bytes(risk.sizeBytes), format.bytes(ADVISED_FILE_BYTES))
    : risks[risk.kind](risk.count);
}
