import { readdirSync, readFileSync } from 'node:fs';

/** What other programs of the same person can see of a process and all it has started: command lines and environments. */
export type ProcessView = {
  /** Looks now; processes that end meanwhile are passed over. */
  look(): void;
  /** The running processes whose command line holds this text. */
  find(text: string): number[];
  /** Everything that was ever seen. */
  readonly seen: ReadonlySet<string>;
};

/** Views the process of that id; on Linux alone, elsewhere there is nothing to see. */
export function viewProcesses(pid: number): ProcessView {
  const seen = new Set<string>();
  return {
    look: () => {
      for (const id of descendants(pid)) {
        for (const what of ['cmdline', 'environ']) seen.add(read(`/proc/${id}/${what}`));
      }
    },
    find: (text) => descendants(pid).filter((id) => read(`/proc/${id}/cmdline`).includes(text)),
    seen,
  };
}

function descendants(pid: number): number[] {
  const children = threads(pid).flatMap((thread) => read(`/proc/${pid}/task/${thread}/children`).split(' '));
  return [pid, ...children.filter((child) => child !== '').flatMap((child) => descendants(Number(child)))];
}

function threads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
