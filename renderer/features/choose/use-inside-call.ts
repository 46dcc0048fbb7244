import { useCallback } from 'react';
import type { CandidateId, RequestOf, ResponseOf } from '../../../preload/contract/index.ts';
import { toProblem } from '../../bridge/call-command.ts';
import { useClient } from '../../bridge/hooks.ts';
import { useFlow } from '../flow-context.ts';

type InsideCommand = 'listMessages' | 'readMessage';

/** A call about the inside of one file. */
export type InsideCall = <N extends InsideCommand>(name: N, request: RequestOf<N>) => Promise<ResponseOf<N>>;

/**
 * Asks about the inside of a file. When the answer is that it is not what it was, all that is known of it is forgotten
 * before the call rejects: its contents, what it shares with others and the choice of its folders.
 */
export function useInsideCall(candidateId: CandidateId): InsideCall {
  const { call, contents, overlaps } = useClient();
  const { dispatch } = useFlow();
  return useCallback(
    async <N extends InsideCommand>(name: N, request: RequestOf<N>) => {
      const known = contents.get(candidateId);
      try {
        return await call(name, request);
      } catch (error) {
        const problem = toProblem(error);
        if (problem.code === 'contentsChanged' && contents.get(candidateId) === known) {
          contents.forget(candidateId, known, problem);
          overlaps.forget(candidateId);
          dispatch({ kind: 'contentsForgotten', ids: [candidateId] });
        }
        throw error;
      }
    },
    [call, contents, overlaps, dispatch, candidateId],
  );
}
