import fs from 'node:fs';
import { cachePath } from '../places.mjs';

/**
 * A run of a client as a stage of the rounds: with an empty folder to export into.
 * @type {import('../measure/rounds.mjs').Stage}
 */
export async function withEmptyExport(client, measured) {
  removeExport();
  fs.mkdirSync(exportFolder());
  const run = await measured();
  const { extra, ...result } = client.check(run);
  return { run, result, extra };
}

/** Removes what the last run exported. */
export function removeExport() {
  fs.rmSync(exportFolder(), { recursive: true, force: true });
}

/** Where programs export to. */
export function exportFolder() {
  return cachePath('export');
}

/** The contents our command line prints, against what was written. */
export function checkProduct({ code, stdout, stderr }, store) {
  if (code !== 0) return { isRight: false, says: `exit ${code}: ${(stdout + stderr).trim().slice(-200)}` };
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const contents = lines.find(({ kind }) => kind === 'contents');
  if (contents === undefined) return { isRight: false, says: 'says nothing of the contents' };
  // It leaves out empty folders beside the mail, so only their items can be compared.
  return compare({ items: contents.items, folders: contents.folders.length }, { items: store.items, folders: null });
}

/** A walker's output: it prints its counts, how long it took inside the process and what it read there. */
export function checkWalk({ code, stdout, stderr }, expected = { items: null, folders: null }) {
  if (code !== 0) return { isRight: false, says: `exit ${code}: ${firstError(stderr)}` };
  const { items, folders, readingMs, reads, readBytes } = JSON.parse(stdout);
  return { ...compare({ items, folders }, expected), extra: extraOf({ readingMs, reads, readBytes }) };
}

/** Node prints where an error came from before what it is. */
function firstError(text) {
  const lines = text.trim().split('\n');
  return (lines.find((line) => /^\w*Error\b/.test(line)) ?? lines[0]).slice(0, 100);
}

function compare({ items, folders }, expected) {
  const isRight = [
    [items, expected.items],
    [folders, expected.folders],
  ].every(([is, should]) => should === null || is === should);
  const should = isRight ? '' : `, not ${expected.folders ?? 'as many'} and ${expected.items}`;
  return { isRight, says: `${folders} folders, ${items} items${should}` };
}

/** A listing: its lines. */
export function checkList(run) {
  const lines = run.stdout.split('\n').filter((line) => line !== '').length;
  const says = run.code === 0 ? `${lines} lines` : `exit ${run.code} after ${lines} lines`;
  return { isRight: run.code === 0, says, extra: extraOf(run) };
}

/** An export: the files in the export folder. */
export function checkExport(run) {
  const entries = fs.readdirSync(exportFolder(), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).length;
  const says = `${run.code === 0 ? '' : `exit ${run.code}, `}${files} files written`;
  return { isRight: run.code === 0, says, extra: extraOf(run) };
}

/**
 * What ends well and tells nothing to compare.
 * @param {string} says
 */
export function checkExit(says) {
  return (run) => ({ isRight: run.code === 0, says: run.code === 0 ? says : `exit ${run.code}`, extra: extraOf(run) });
}

/** Programs that are not ours tell no time inside. */
function extraOf({ readingMs = Number.NaN, reads, readBytes }) {
  return { 'inside ms': readingMs, reads, 'read MiB': readBytes / 2 ** 20 };
}
