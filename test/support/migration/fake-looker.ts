import type { PstLooker } from '../../../main/migration/look.ts';

/** A looker of which only what is given may be asked for. */
export function fakeLooker(asked: Partial<PstLooker> = {}): PstLooker {
  const refuse = async () => {
    throw new Error('nobody should look into a file that way');
  };
  return { check: refuse, contents: refuse, page: refuse, message: refuse, fingerprints: refuse, ...asked };
}
