/**
 * The middle value; of an even number of values the mean of the middle two.
 * @param {number[]} values at least one
 * @returns {number}
 */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** What is measured of every client; `digits` after the point. */
const MEASURES = [
  { title: 'wall s', digits: 2, isCompared: true, of: (sample) => sample.wallSeconds },
  { title: 'CPU s', digits: 2, isCompared: true, of: (sample) => sample.cpuSeconds },
  { title: 'peak RSS MiB', digits: 0, isCompared: true, of: (sample) => sample.rssMib },
];

/**
 * A comparison as Markdown: medians with least and greatest, each followed by ours divided by it where that says something.
 * @param {{ client: import('./rounds.mjs').Client, samples: import('./rounds.mjs').Sample[] }[]} series
 * @param {{ title: string, digits: number, isCompared?: boolean }[]} [extras] further measures, by the keys of a sample's
 * `extra`
 * @returns {string}
 */
export function formatTable(series, extras = []) {
  const measures = [...MEASURES, ...extras.map(toMeasure)];
  const titles = ['client', ...measures.flatMap(titlesOf), 'result'];
  const rule = titles.map((title) => (title === 'client' || title === 'result' ? '---' : '---:'));
  const rows = series.map(({ client, samples }) => {
    const ours = findOurs(series, client).samples;
    return [
      client.isOurs ? `**${client.name}**` : client.name,
      ...measures.flatMap((measure) => measureCells(measure, samples, ours)),
      resultCell(samples),
    ];
  });
  return [titles, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/**
 * How far the tables of a bench can be believed.
 * @param {{ samples: import('./rounds.mjs').Sample[] }[]} series
 * @returns {string}
 */
export function formatStolen(series) {
  const most = Math.max(...series.flatMap(({ samples }) => samples.map(({ stolenShare }) => stolenShare)));
  return `Most CPU time the host of this machine withheld from a run: ${(most * 100).toFixed(0)} %.`;
}

/**
 * What ours did wrong, one line each; empty when all is well.
 * @param {{ client: import('./rounds.mjs').Client, samples: import('./rounds.mjs').Sample[] }[]} series
 * @returns {string[]}
 */
export function listOurFaults(series) {
  return series
    .filter(({ client }) => client.isOurs)
    .flatMap(({ client, samples }) =>
      samples.flatMap(({ result }) => (result.isRight ? [] : [`${client.name}: ${result.says}`])),
    );
}

function toMeasure(extra) {
  return { ...extra, of: (sample) => sample.extra[extra.title] ?? Number.NaN };
}

function titlesOf({ title, isCompared }) {
  return isCompared ? [title, 'ours ÷ it'] : [title];
}

function findOurs(series, { against }) {
  return series.find(({ client }) => client.isOurs && (against === undefined || client.name === against));
}

function measureCells({ of, digits, isCompared }, samples, ours) {
  const values = samples.map(of);
  const range = formatRange(values, digits);
  return isCompared ? [range, formatRatio(median(ours.map(of)), median(values))] : [range];
}

function formatRange(values, digits) {
  if (values.some(Number.isNaN)) return '';
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(digits)} (${least.toFixed(digits)}–${greatest.toFixed(digits)})`;
}

// What took less than the clock can tell gives no ratio.
function formatRatio(ours, its) {
  return its > 0 && !Number.isNaN(ours) ? (ours / its).toFixed(2) : '–';
}

function resultCell(samples) {
  const says = new Set(samples.map(({ result }) => (result.isRight ? result.says : `WRONG: ${result.says}`)));
  return [...says].join(' / ').replaceAll('|', '/').replaceAll('\n', ' ');
}
