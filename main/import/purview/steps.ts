import { blobPlaceOf, type MappingFile, ROWS_LIMIT } from './mapping-csv.ts';

/** A part of the page: a title, then paragraphs, then numbered steps or a table. */
export type StepsSection = {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly steps: readonly string[];
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } | null;
};

/** The page that explains all of it, as text to type in. */
export const STEPS_ADDRESS = 'learn.microsoft.com/purview/use-network-upload-to-import-pst-files';

/** What an administrator does with these files, in order. @see learn.microsoft.com/purview/use-network-upload-to-import-pst-files */
export function toSteps(files: readonly MappingFile[]): readonly StepsSection[] {
  return [before(), importing(files), afterwards(), limits(), ...files.map(contentsOf)];
}

function section(title: string, parts: Partial<Pick<StepsSection, 'paragraphs' | 'steps' | 'table'>>): StepsSection {
  return { title, paragraphs: [], steps: [], table: null, ...parts };
}

function before(): StepsSection {
  return section('What you need', {
    paragraphs: [
      'The PST files named below are uploaded. An administrator starts their import in the Microsoft Purview portal.',
      'Your account needs the roles Mailbox Import Export and Mail Recipients in Exchange Online. A new role can take up to 24 hours to take effect.',
    ],
  });
}

function importing(files: readonly MappingFile[]): StepsSection {
  const names = files.map(({ name }) => name).join(', ') || 'mapping-1.csv';
  return section('Start the import', {
    paragraphs: [`Take these steps once for each of the files ${names}, which lie beside this page.`],
    steps: [
      'Sign in to the Microsoft Purview portal at purview.microsoft.com and open Data Lifecycle Management, Microsoft 365, Import.',
      'Choose New import job. Name it with lowercase letters, digits, hyphens and underscores only.',
      'Choose Upload your data. The files are there already: go past the upload and say that you have uploaded them and have access to the mapping file.',
      'Select the mapping file and validate it. Do not save it with Excel before: that may change letters of folder names.',
      'Save the job and wait until its status is Analysis completed.',
      'Open the job and choose Import to Office 365. If you wish, leave out mail by age or type first.',
      'Start the import and wait until its status is Completed.',
    ],
  });
}

function afterwards(): StepsSection {
  return section('After the import', {
    paragraphs: [
      'Each mailbox that got mail is put on retention hold, and stays on it: RetentionHoldEnabled is True without an end, so that retention policies do nothing there. To end that, use Exchange Online PowerShell:',
      'Set-Mailbox -Identity <mailbox> -RetentionHoldEnabled $false',
      'Uploaded files are deleted 30 days after the most recent import job was created. Start the import before; what was deleted has to be uploaded again.',
      'A list keeps what was handed over earlier. Importing the same file to the same folder once more skips what is there already; you may also take such rows out of a copy of the list.',
    ],
  });
}

function limits(): StepsSection {
  return section('Good to know', {
    paragraphs: [
      'Files for one mailbox are imported one after another, at about 24 GB a day; different mailboxes at the same time. None of that is guaranteed.',
      'Files of up to 20 GB are advised; larger ones may be slow or fail. Items over 150 MB are left out, and a file with 300 or more levels of folders cannot be imported.',
      `A list has ${ROWS_LIMIT} rows at most, and no two files of one name: more stand in a further list.`,
      'The column ContentCodePage is empty. For PST files of Outlook 2002 and earlier (ANSI) with Asian text, put in the code page before: 932 for Japanese, 936 for Simplified Chinese, 949 for Korean, 950 for Traditional Chinese.',
      `More: ${STEPS_ADDRESS}`,
    ],
  });
}

function contentsOf({ name, rows }: MappingFile): StepsSection {
  return section(`Files in ${name}`, {
    table: {
      head: ['PST file', 'Mailbox', 'Archive', 'Folder', 'Handed over (UTC)'],
      rows: rows.map((row) => {
        const place = blobPlaceOf(row.blobUri);
        const path = place.folder === '' ? place.name : `${place.folder}/${place.name}`;
        const at = row.handedOverAt.replace(/^(.{10})T(.{5}).*$/, '$1 $2');
        return [path, row.mailbox, row.isArchive ? 'yes' : 'no', `/${row.targetRootFolder}`, at];
      }),
    },
  });
}

const TITLE = 'Importing PST files with Microsoft Purview';

/** The steps as plain text, lines end with LF. */
export function stepsText(files: readonly MappingFile[]): string {
  return `${[TITLE, ...toSteps(files).map(sectionText)].join('\n\n')}\n`;
}

function sectionText({ title, paragraphs, steps, table }: StepsSection): string {
  const lines = [
    ...paragraphs,
    ...steps.map((step, index) => `${index + 1}. ${step}`),
    ...(table ? [table.head, ...table.rows].map((cells) => cells.join('  |  ')) : []),
  ];
  return [title, '-'.repeat(title.length), ...lines].join('\n');
}

const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 "Segoe UI", system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: CanvasText; background: Canvas; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } li { margin: .4rem 0; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid GrayText; padding: .3rem .5rem; text-align: start; overflow-wrap: anywhere; }
@media print { body { margin: 0; max-width: none; } tr, li { break-inside: avoid; } thead { display: table-header-group; } }
`;

/** The steps as a page that needs nothing else: no scripts, nothing loaded, light and dark, good to print. */
export function stepsHtml(files: readonly MappingFile[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(TITLE)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeHtml(TITLE)}</h1>
${toSteps(files).map(sectionHtml).join('\n')}
</body>
</html>
`;
}

function sectionHtml({ title, paragraphs, steps, table }: StepsSection): string {
  const list = steps.length > 0 ? `<ol>\n${steps.map((step) => `<li>${escapeHtml(step)}</li>`).join('\n')}\n</ol>` : '';
  return [
    `<section>\n<h2>${escapeHtml(title)}</h2>`,
    ...paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`),
    list,
    table ? tableHtml(table) : '',
    '</section>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function tableHtml({ head, rows }: NonNullable<StepsSection['table']>): string {
  const line = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((cells) => line(cells, 'td')).join('\n');
  return `<table>\n<thead>${line(head, 'th')}</thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}
