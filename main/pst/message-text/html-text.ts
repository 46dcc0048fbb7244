import {
  type DomNode,
  type FormatCallback,
  type HtmlToTextOptions,
  htmlToText,
  type SelectorDefinition,
} from 'html-to-text';

/** HTML behind this many characters, or this many marks, is left out: the time to take it apart stays below a second or so. */
const MAX_HTML_CHARS = 2 * 1024 * 1024;
const MAX_TAGS = 50_000;
/** Elements within elements; the innermost become an ellipsis. Mail of layout tables has some dozens. */
const MAX_DEPTH = 200;

/** A table of data, not of layout, has at least two rows and columns, no other table in it, and short cells. */
const MAX_DATA_ROWS = 200;
const MAX_DATA_COLUMNS = 12;
const MAX_CELL_CHARS = 80;

/**
 * What a letter in HTML says, as plain text: nothing is run or fetched. Links become `text <address>`, pictures the words
 * that stand for them, tables of data columns of text. `isCut`: only the beginning was read.
 */
export function htmlToPlainText(html: string): { readonly text: string; readonly isCut: boolean } {
  const end = cutAt(html);
  return { text: htmlToText(html.slice(0, end), OPTIONS), isCut: end < html.length };
}

/** Elements left open make each tag behind them dearer: their number is bounded, too. */
function cutAt(html: string): number {
  let at = -1;
  for (let tags = 0; tags <= MAX_TAGS; tags += 1) {
    at = html.indexOf('<', at + 1);
    if (at === -1 || at > MAX_HTML_CHARS) return Math.min(html.length, MAX_HTML_CHARS);
  }
  return at;
}

const ONE_BREAK = { leadingLineBreaks: 1, trailingLineBreaks: 1 } as const;
const TWO_BREAKS = { leadingLineBreaks: 2, trailingLineBreaks: 2 } as const;

/** Addresses a person can do something with; any other, such as a script, says nothing. */
function shownAddress(address: string): string {
  const trimmed = address.trim();
  if (/^(?:https?|ftp):\/\//i.test(trimmed)) return trimmed;
  const [mailbox = ''] = trimmed.split('?');
  return /^[^\s@:/]+@[^\s@/]+$/.test(mailbox) ? mailbox : '';
}

const formatPicture: FormatCallback = (element, _walk, builder) => {
  const words = attributeOf(element, 'alt').trim();
  if (words !== '' && !/^(?:https?|cid|file):/i.test(words)) builder.addInline(`[${words}]`, { noWordTransform: true });
};

const formatTable: FormatCallback = (element, walk, builder, options) => {
  const format = builder.options.formatters?.[isDataTable(element) ? 'dataTable' : 'block'];
  if (format) format(element, walk, builder, options);
  else walk(element.children, builder);
};

const SKIPPED = [
  'head',
  'title',
  'noscript',
  'template',
  'object',
  'svg',
  'math',
  'select',
  'textarea',
  'button',
  'iframe',
];

const SELECTORS: SelectorDefinition[] = [
  {
    selector: 'a',
    format: 'anchor',
    options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['<', '>'], pathRewrite: shownAddress },
  },
  { selector: 'img', format: 'picture' },
  // Outlook writes each line as a paragraph of this class, and empty ones for empty lines.
  { selector: 'p.MsoNormal', format: 'paragraph', options: ONE_BREAK },
  {
    selector: 'table',
    format: 'anyTable',
    options: { ...ONE_BREAK, colSpacing: 2, maxColumnWidth: MAX_CELL_CHARS, uppercaseHeaderCells: false },
  },
  { selector: 'tr', format: 'block', options: ONE_BREAK },
  { selector: 'td', format: 'inlineSurround', options: { suffix: ' ' } },
  { selector: 'th', format: 'inlineSurround', options: { suffix: ' ' } },
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
    selector,
    format: 'heading',
    options: { ...TWO_BREAKS, uppercase: false },
  })),
  ...SKIPPED.map((selector) => ({ selector, format: 'skip' })),
];

const OPTIONS: HtmlToTextOptions = {
  wordwrap: false,
  formatters: { picture: formatPicture, anyTable: formatTable },
  limits: { maxDepth: MAX_DEPTH, ellipsis: '\u2026' },
  selectors: SELECTORS,
};

function isDataTable(table: DomNode): boolean {
  const rows = childrenOf(table).flatMap((child) => (isTag(child, 'tr') ? [child] : rowsOf(child)));
  if (rows.length < 2 || rows.length > MAX_DATA_ROWS) return false;
  const widths = rows.map(widthOf);
  return (
    widths.every((width) => width !== null && width <= MAX_DATA_COLUMNS) && widths.some((width) => (width ?? 0) > 1)
  );
}

function rowsOf(section: DomNode): readonly DomNode[] {
  const isSection = ['thead', 'tbody', 'tfoot'].some((name) => isTag(section, name));
  return isSection ? childrenOf(section).filter((child) => isTag(child, 'tr')) : [];
}

/** Cells of a row; null when it has one that is no datum. */
function widthOf(row: DomNode): number | null {
  const cells = childrenOf(row).filter((cell) => isTag(cell, 'td') || isTag(cell, 'th'));
  return cells.every(isDatum) ? cells.length : null;
}

function isDatum(cell: DomNode): boolean {
  const isSingle = ['colspan', 'rowspan'].every((name) => ['', '1'].includes(attributeOf(cell, name)));
  return isSingle && (charsWithin(cell, MAX_CELL_CHARS) ?? MAX_CELL_CHARS + 1) <= MAX_CELL_CHARS;
}

/** Characters of text in an element, null when there is a table in it; counts no further than above `limit`. */
function charsWithin(element: DomNode, limit: number): number | null {
  let chars = 0;
  const waiting = [...childrenOf(element)];
  for (let node = waiting.pop(); node !== undefined && chars <= limit; node = waiting.pop()) {
    if (isTag(node, 'table')) return null;
    if (node.type === 'text') chars += (node.data ?? '').trim().length;
    else waiting.push(...childrenOf(node));
  }
  return chars;
}

function childrenOf(node: DomNode): readonly DomNode[] {
  return node.children ?? [];
}

function isTag(node: DomNode, name: string): boolean {
  return node.type === 'tag' && node.name === name;
}

function attributeOf({ attribs }: DomNode, name: string): string {
  const value: unknown = attribs?.[name];
  return typeof value === 'string' ? value : '';
}
