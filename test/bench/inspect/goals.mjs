import { median } from '../measure/table.mjs';
import { BARE, EXTRACTOR, OURS, PRODUCT } from './clients.mjs';

/** Our own goals for looking into a PST, on healthy files: how long, how much memory, how much of the file. */
const MOST_OF_EXTRACTOR = 0.1;
const MOST_OF_BARE = 2;
const MOST_OF_ROWS = 2;
const MOST_RSS_MIB = 120;
const MOST_FIRST_TREE_SECONDS = 1;
const MOST_READ_SHARE = 0.02;

/**
 * @typedef {object} Goal
 * @property {string} goal
 * @property {number} measured NaN when it is not known
 * @property {number | null} limit null where there is none
 * @property {number} digits after the point
 * @property {boolean} isAimedAt false where it is told for information: start-up outweighs all else in a small file
 */

/**
 * How far our reader is from its goals on one store.
 * @param {{ client: import('../measure/rounds.mjs').Client, samples: import('../measure/rounds.mjs').Sample[] }[]} series
 * @param {import('./stores.mjs').Store} store
 * @returns {Goal[]}
 */
export function listGoals(series, { sizeBytes, isSynthetic, isMostlyAttachments }) {
  const of = (name, measure) => medianOf(series, name, measure);
  const goal = (name, measured, limit) => ({ goal: name, measured, limit, digits: 2, isAimedAt: true });
  const ratioGoal = (title, name, [other, limit]) => {
    const measured = of(name, insideMs) / of(other, insideMs);
    return { ...goal(title, measured, limit), digits: 3, isAimedAt: isSynthetic };
  };
  return [
    ratioGoal('declared ÷ pst-extractor', OURS.declared, [EXTRACTOR.declared, MOST_OF_EXTRACTOR]),
    ratioGoal('rows ÷ pst-extractor', OURS.rows, [EXTRACTOR.rows, MOST_OF_EXTRACTOR]),
    ratioGoal('declared ÷ bare walker', OURS.declared, [BARE.declared, MOST_OF_BARE]),
    ratioGoal('rows ÷ bare walker', OURS.rows, [BARE.rows, MOST_OF_BARE]),
    ratioGoal('kinds, dates, sizes ÷ rows', OURS.contents, [OURS.rows, MOST_OF_ROWS]),
    goal('first tree, start included, s', of(OURS.declared, wallSeconds), MOST_FIRST_TREE_SECONDS),
    { ...goal('contents by the command line, s', of(PRODUCT, wallSeconds), null), isAimedAt: false },
    goal('peak RSS, MiB', Math.max(...Object.values(OURS).map((name) => of(name, rssMib))), MOST_RSS_MIB),
    ...(isMostlyAttachments
      ? [{ ...goal('share of the file read', of(OURS.contents, readBytes) / sizeBytes, MOST_READ_SHARE), digits: 4 }]
      : []),
  ];
}

/**
 * The goals of all stores as Markdown, a column for each store.
 * @param {{ name: string, goals: Goal[] }[]} stores
 * @returns {string}
 */
export function formatGoals(stores) {
  const names = [...new Set(stores.flatMap(({ goals }) => goals.map(({ goal: name }) => name)))];
  const titles = ['goal', 'at most', ...stores.map(({ name }) => name)];
  const rule = titles.map((_, order) => (order === 0 ? '---' : '---:'));
  const rows = names.map((name) => {
    const cells = stores.map(({ goals }) => goals.find(({ goal: other }) => other === name));
    return [name, cells.find((cell) => cell !== undefined).limit ?? '', ...cells.map(formatGoal)];
  });
  return [titles, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function formatGoal(cell) {
  if (cell === undefined) return '';
  const { measured, limit, digits, isAimedAt } = cell;
  if (Number.isNaN(measured)) return '–';
  if (!isAimedAt) return `${measured.toFixed(digits)}`;
  return measured <= limit ? `${measured.toFixed(digits)} met` : `**${measured.toFixed(digits)} missed**`;
}

function medianOf(series, name, measure) {
  const samples = series.find(({ client }) => client.name === name)?.samples ?? [];
  const values = samples.filter(({ result, isStopped }) => result.isRight && !isStopped).map(measure);
  return values.length === 0 ? Number.NaN : median(values);
}

function insideMs({ extra }) {
  return extra['inside ms'];
}

function readBytes({ extra }) {
  return extra['read MiB'] * 2 ** 20;
}

function wallSeconds(sample) {
  return sample.wallSeconds;
}

function rssMib(sample) {
  return sample.rssMib;
}
