import { useState } from 'react';
import type { ConnectionView, WireError } from '../../../preload/contract/index.ts';
import { useClient, useCommand, useSnapshot } from '../../bridge/hooks.ts';
import { connectionOf, type Draft, type DraftProblem, draftOf, draftProblems, isSaved } from './connection-model.ts';

/** The settings being edited, and the way to keep them. */
export type Edit = {
  readonly draft: Draft;
  readonly change: (change: Partial<Draft>) => void;
  /** What is wrong with the draft; nothing before the person has tried to save it. */
  readonly problems: ReadonlySet<DraftProblem>;
  readonly save: () => void;
  readonly isSaving: boolean;
  /** True while the draft is what is kept. */
  readonly isSaved: boolean;
  /** True from a save on until the next change. */
  readonly wasSaved: boolean;
  readonly problem: WireError | null;
};

const NONE: ReadonlySet<DraftProblem> = new Set();

/** A draft of the connection that is kept as long as the page is open; what was not saved is gone with it. */
export function useDraft({ connection, isManaged }: ConnectionView): Edit {
  const store = useClient().connection;
  const setConnection = useCommand('setConnection');
  const isSetUp = useSnapshot((snapshot) => snapshot.tenant.kind !== null);
  const [changes, setChanges] = useState<Partial<Draft>>({});
  const [hasTried, setHasTried] = useState(false);
  const [wasSaved, setWasSaved] = useState(false);
  // Over what is kept now: a policy or a new permission may have changed it.
  const draft = isManaged ? draftOf(connection) : { ...draftOf(connection), ...changes };
  const problems = draftProblems(draft);
  const send = async () => {
    const saved = await setConnection.run({ connection: connectionOf(draft, connection) });
    if (saved === null) return;
    store.take(saved.value);
    setWasSaved(true);
    setHasTried(false);
  };
  return {
    draft,
    change: (change) => {
      setChanges({ ...changes, ...change });
      setWasSaved(false);
    },
    problems: hasTried ? problems : NONE,
    save: () => {
      setHasTried(true);
      if (problems.size === 0) void send();
    },
    isSaving: setConnection.isRunning,
    isSaved: isSetUp && isSaved(draft, connection),
    wasSaved,
    problem: setConnection.problem,
  };
}
