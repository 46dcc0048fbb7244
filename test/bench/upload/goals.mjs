import { median } from '../measure/table.mjs';
import { BLOCK_BYTES } from './target.mjs';

/** Our own goals for sending a file: how long, how much work, how much memory, beside what a person would take instead. */
const CHECKED = { wall: 0.6, cpu: 0.7, stallMs: 50, rssMib: 200 };
const UNHASHED = { wall: 0.75, cpu: 0.6, wallOfHttp: 1.3 };
const LATENCY = { wallOfHttp: 1.3 };
const TLS = { cpu: 0.75, rssMib: 250 };
/** The slower of two ways to the network reaches 80 % of the speed of the faster. */
const MOST_OF_OTHER = 1 / 0.8;
/** Most requests our uploader has under way at once. */
const MOST_LANES = 16;
/** AzCopy looks every 2 s whether it is done, so its wall time says nothing of a file it sends in that time. */
const FAIR_WALL_MIB = 4096;

/** @typedef {import('../inspect/goals.mjs').Goal} Goal */

/**
 * How far ours is from its goals with one server and one file.
 * @param {{ client: import('./clients.mjs').UploadClient, samples: import('../measure/rounds.mjs').Sample[] }[]} series
 * @param {{ name: string }} server
 * @param {number} sizeMib
 * @returns {Goal[]}
 */
export function listGoals(series, { name }, sizeMib) {
  const ratio = (title, measure, [mine, other], limit) =>
    goal(title, medianOf(series, mine, measure) / medianOf(series, other, measure), limit);
  const fairly = (cell) => ({ ...cell, isAimedAt: sizeMib >= FAIR_WALL_MIB });
  const lists = {
    plain: () => [
      fairly(ratio('every check: wall ÷ AzCopy --put-md5', wall, ['checked', 'azcopyMd5'], CHECKED.wall)),
      ratio('every check: CPU ÷ AzCopy --put-md5', cpu, ['checked', 'azcopyMd5'], CHECKED.cpu),
      goal('every check: longest stall, ms', mostOf(series, 'checked', stall), CHECKED.stallMs, 0),
      goal('every check: peak RSS, MiB', mostOf(series, 'checked', rss), CHECKED.rssMib, 0),
      fairly(ratio('no hashing: wall ÷ AzCopy', wall, ['unhashed', 'azcopy'], UNHASHED.wall)),
      ratio('no hashing: CPU ÷ AzCopy', cpu, ['unhashed', 'azcopy'], UNHASHED.cpu),
      ratio('no hashing: wall ÷ node:http × 8', wall, ['unhashed', 'http8'], UNHASHED.wallOfHttp),
    ],
    latency: () => [
      ratio('no hashing: wall ÷ node:http × 16', wall, ['unhashed', 'http16'], LATENCY.wallOfHttp),
      { ...ratio('every check: wall ÷ node:http × 16', wall, ['checked', 'http16'], null), isAimedAt: false },
    ],
    tls: () => [
      ratio('every check: CPU ÷ AzCopy --put-md5', cpu, ['checked', 'azcopyMd5'], TLS.cpu),
      ratio('no hashing: CPU ÷ AzCopy', cpu, ['unhashed', 'azcopy'], TLS.cpu),
      goal('every check: peak RSS, MiB', mostOf(series, 'checked', rss), TLS.rssMib, 0),
      goal('no hashing: peak RSS, MiB', mostOf(series, 'unhashed', rss), TLS.rssMib, 0),
    ],
  };
  return [
    ...lists[name](),
    ratio('no hashing: in Electron ÷ in Node, inside', inside, ['electron-direct-unhashed', 'unhashed'], MOST_OF_OTHER),
    ratio('every check: in Electron ÷ in Node, inside', inside, ['electron-direct-checked', 'checked'], MOST_OF_OTHER),
    ratio(
      "no hashing: Electron's network ÷ Node's, inside",
      inside,
      ['electron-net-unhashed', 'unhashed'],
      MOST_OF_OTHER,
    ),
  ];
}

/**
 * How much ours sent beyond the rest of the file after a kill.
 * @param {{ client: import('./clients.mjs').UploadClient, samples: import('../measure/rounds.mjs').Sample[] }[]} series
 * @returns {Goal[]}
 */
export function listKillGoals(series) {
  const limit = (MOST_LANES * BLOCK_BYTES) / 2 ** 20;
  const beyond = ({ extra }) => extra['MiB beyond the rest'];
  return [
    goal('asking the service: MiB beyond the rest', mostOf(series, 'kept', beyond), limit, 0),
    goal('by the journal alone: MiB beyond the rest', mostOf(series, 'writeOnly', beyond), limit, 0),
    goal('journal lost: MiB beyond the rest', mostOf(series, 'lost', beyond), limit, 0),
  ];
}

function goal(title, measured, limit, digits = 2) {
  return { goal: title, measured, limit, digits, isAimedAt: true };
}

/** NaN where the client is missing or went wrong. */
function medianOf(series, key, measure) {
  const values = valuesOf(series, key, measure);
  return values.length === 0 ? Number.NaN : median(values);
}

/** The greatest of all rounds: a limit is a limit in each. */
function mostOf(series, key, measure) {
  const values = valuesOf(series, key, measure);
  return values.length === 0 ? Number.NaN : Math.max(...values);
}

function valuesOf(series, key, measure) {
  const samples = series.find(({ client }) => client.key === key)?.samples ?? [];
  return samples.filter(({ result }) => result.isRight).map(measure);
}

function wall({ wallSeconds }) {
  return wallSeconds;
}

function cpu({ cpuSeconds }) {
  return cpuSeconds;
}

function rss({ rssMib }) {
  return rssMib;
}

function stall({ extra }) {
  return extra['longest stall ms'];
}

function inside({ extra }) {
  return extra['inside s'];
}
