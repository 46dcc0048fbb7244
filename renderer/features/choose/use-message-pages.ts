import { useCallback, useEffect, useReducer } from 'react';
import type { CandidateId } from '../../../preload/contract/index.ts';
import { toProblem } from '../../bridge/call-command.ts';
import {
  type MessageOrder,
  type MessagePages,
  messagePagesReducer,
  NO_PAGES,
  nextOffset,
  PAGE_ITEMS,
} from './message-pages.ts';
import { useInsideCall } from './use-inside-call.ts';

/** What `useMessagePages` gives. */
export type MessageList = {
  readonly pages: MessagePages;
  readonly setOrder: (order: MessageOrder) => void;
  /** Reads the next page, or tries a failed one again. */
  readonly readMore: () => void;
};

/** The list of one folder, page by page. */
export function useMessagePages(candidateId: CandidateId, folderId: number): MessageList {
  const call = useInsideCall(candidateId);
  const [pages, dispatch] = useReducer(messagePagesReducer, NO_PAGES);
  const read = useCallback(
    async (order: MessageOrder, offset: number) => {
      dispatch({ kind: 'pageAsked' });
      try {
        const page = await call('listMessages', { candidateId, folderId, offset, limit: PAGE_ITEMS, order });
        dispatch({ kind: 'pageRead', order, offset, page });
      } catch (error) {
        dispatch({ kind: 'pageFailed', order, problem: toProblem(error) });
      }
    },
    [call, candidateId, folderId],
  );
  const { order } = pages;
  useEffect(() => void read(order, 0), [read, order]);
  return {
    pages,
    setOrder: (next) => {
      if (next !== order) dispatch({ kind: 'orderChosen', order: next });
    },
    readMore: () => void read(order, nextOffset(pages)),
  };
}
