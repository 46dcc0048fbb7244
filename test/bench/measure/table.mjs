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
  { title: 'wall s', digits: 2, of: (sample) => sample.wallSeconds },
  { title: 'CPU s', digits: 2, of: (sample) => sample.cpuSeconds },
  { title: 'peak RSS MiB', digits: 0, of: (sample) => sample.rssMib },
];

/**
 * A comparison as Markdown: medians with least and greatest, each followed by ours divided by it.
 * @param {{ client: import('./rounds.mjs').Client, samples: import('./rounds.mjs').Sample[] }[]} series
 * @param {{ title: string, digits: number }[]} [extras] further measures, by the keys of a sample's `extra`
 * @returns {string}
 */
export function formatTable(series, extras = []) {
  const ours = series.find(({ client }) => client.isOurs);
  const extraTitles = extras.map(({ title }) => title);
  const titles = ['client', ...MEASURES.flatMap(({ title }) => [title, 'ours ÷ it']), ...extraTitles, 'result'];
  const rule = titles.map((title) => (title === 'client' || title === 'result' ? '---' : '---:'));
  const rows = series.map(({ client, samples }) => [
    client.isOurs ? `**${client.name}**` : client.name,
    ...MEASURES.flatMap((measure) => measureCells(measure, samples, ours.samples)),
    ...extras.map(({ title, digits }) =>
      formatRange(
        valuesOf(samples, (sample) => sample.extra[title] ?? Number.NaN),
        digits,
      ),
    ),
    resultCell(samples),
  ]);
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

function measureCells({ of, digits }, samples, ours) {
  const values = valuesOf(samples, of);
  return [formatRange(values, digits), formatRatio(median(valuesOf(ours, of)), median(values))];
}

function valuesOf(samples, of) {
  return samples.map(of);
}

function formatRange(values, digits) {
  if (values.some(Number.isNaN)) return '';
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(digits)} (${least.toFixed(digits)}–${greatest.toFixed(digits)})`;
}

// What took less than the clock can tell gives no ratio.
function formatRatio(ours, its) {
  return its > 0 ? (ours / its).toFixed(2) : '–';
}

function resultCell(samples) {
  const says = new Set(samples.map(({ result }) => (result.isRight ? result.says : `WRONG: ${result.says}`)));
  return [...says].join(' / ').replaceAll('|', '/').replaceAll('\n', ' ');
}
