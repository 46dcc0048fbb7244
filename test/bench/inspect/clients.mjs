import { fileURLToPath } from 'node:url';
import { findVersion, packageVersion } from '../measure/machine.mjs';
import { checkExit, checkExport, checkList, checkProduct, checkWalk, exportFolder } from './checks.mjs';

/** A program that is not done with a store by then is stopped; pffinfo and lspst take minutes for some. */
const LIMIT_SECONDS = 60;

/** Names of our clients, by which the goals find them, too. */
export const OURS = {
  declared: 'our reader, tree with declared counts',
  rows: 'our reader, tree with rows',
  contents: 'our reader, kinds, dates, sizes',
};
/** Names of the bare walker's clients. */
export const BARE = { declared: 'bare walker, tree with declared counts', rows: 'bare walker, tree with rows' };
const extractor = `pst-extractor ${packageVersion('pst-extractor')}`;
/** Names of pst-extractor's clients. */
export const EXTRACTOR = {
  declared: `${extractor}, tree with declared counts`,
  rows: `${extractor}, tree with rows`,
};
/** Name of our command line. */
export const PRODUCT = 'pst-ferry inspect --json';

/**
 * Everything that looks into one store.
 * @param {{ cli: string[], reader: string, store: import('./stores.mjs').Store, say: (text: string) => void }} options
 * `reader` is our walker, `cli` the start of our command line
 * @returns {import('../measure/rounds.mjs').Client[]}
 */
export function listClients({ cli, reader, store, say }) {
  return [
    ...ourWalks(reader, store),
    ...otherWalks(store),
    ...otherPrograms(store, say),
    product(cli, store),
    { name: 'node, empty script', command: [process.execPath, '-e', '0'], check: checkExit('') },
  ];
}

function ourWalks(reader, store) {
  return Object.entries(OURS).map(([depth, name]) => ({
    name,
    isOurs: true,
    against: name,
    command: [process.execPath, reader, store.file, depth],
    check: (run) => checkWalk(run, store),
  }));
}

function otherWalks(store) {
  const programs = [
    ['walk-bare.mjs', BARE],
    ['walk-extractor.mjs', EXTRACTOR],
  ];
  return programs.flatMap(([program, names]) =>
    Object.entries(names).map(([depth, name]) => ({
      name,
      against: OURS[depth],
      command: [process.execPath, fileURLToPath(new URL(program, import.meta.url)), store.file, depth],
      limitSeconds: LIMIT_SECONDS,
      check: (run) => checkWalk(run),
    })),
  );
}

function otherPrograms({ file }, say) {
  return [
    ...installed('pffinfo', 'pff-tools', say, { command: ['pffinfo', file], check: checkExit('no counts') }),
    ...installed('lspst', 'pst-utils', say, { command: ['lspst', file], check: checkList }),
    ...installed('readpst', 'pst-utils', say, {
      // One job: with several, some runs leave a few items out.
      command: ['readpst', '-j', '0', '-q', '-e', '-t', 'eajc', '-o', exportFolder(), file],
      check: checkExport,
    }),
  ];
}

function installed(program, debianPackage, say, client) {
  const version = findVersion(program, '-V');
  if (version === null) {
    say(`${program} is not installed (Debian package: ${debianPackage}), so its row is missing.`);
    return [];
  }
  const name = version.replace(/^(ReadPST|lspst) \/ /i, `${program}, `);
  return [{ name, against: OURS.contents, limitSeconds: LIMIT_SECONDS, ...client }];
}

function product(cli, store) {
  return {
    name: PRODUCT,
    isOurs: true,
    against: OURS.contents,
    command: [...cli, 'inspect', store.file, '--json'],
    check: (run) => checkProduct(run, store),
  };
}
