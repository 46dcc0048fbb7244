import type { SampleFile } from '../sample-mailbox.ts';

/** 40 by 40 pixels: a white cross on a blue disc. */
const LOGO_PNG = [
  'iVBORw0KGgoAAAANSUhEUgAAACgAAAAoCAIAAAADnC86AAAAgUlEQVR42u3Yyw3AIAwDUG/QRbsis7UbEHCIHAkjjkRPID4J+EQN',
  'hnvCzzvm/Twckrs8zpLrPIrU0EYRGfIknBk8g3cnQUwa3CLnQ9rA3H4honrA9AkhAg1zT836pWvYsM9xMXzfI3FlIqDMuZRZpjKv',
  'llUS4tpJWS2K62P/gaTbD0MB86jNXUW7AAAAAElFTkSuQmCC',
];

const PDF = `%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R
/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >> endobj
4 0 obj << /Length 58 >> stream
BT /F1 18 Tf 72 760 Td (Offer 2015-117: office moving) Tj ET
endstream endobj
trailer << /Root 1 0 R >>
%%EOF
`;

/** The company's logo, shown in the body of the mail by its content id. */
export const logoPng: SampleFile = {
  fileName: 'logo.png',
  mimeType: 'image/png',
  contentId: 'logo@contoso.example',
  bytes: Buffer.from(LOGO_PNG.join(''), 'base64'),
};

/** A one-page offer. */
export const offerPdf: SampleFile = {
  fileName: 'Offer 2015-117.pdf',
  mimeType: 'application/pdf',
  bytes: Buffer.from(PDF),
};

/** Twelve months of expenses, with a byte order mark as spreadsheets like it. */
export const expensesCsv: SampleFile = {
  fileName: 'expenses 2015.csv',
  mimeType: 'text/csv',
  bytes: Buffer.from(
    `\uFEFFmonth;travel;post;total\r\n${Array.from({ length: 12 }, (_, month) => expensesOf(month + 1)).join('\r\n')}\r\n`,
  ),
};

/** Minutes with a Japanese file name. */
export const minutesTxt: SampleFile = {
  fileName: '議事録 2015年3月.txt',
  mimeType: 'text/plain',
  bytes: Buffer.from('議事録\r\n\r\n1. 事務所の移転\r\n2. 予算\r\n3. 次回は四月十日\r\n'),
};

/** A scan: the one attachment that fills several blocks. */
export const scanBin: SampleFile = {
  fileName: 'Grundriß – Entwurf.tif',
  mimeType: 'image/tiff',
  bytes: { sizeBytes: 90_000, seed: 2015 },
};

function expensesOf(month: number): string {
  const travel = 180 + ((month * 37) % 90);
  const post = 12 + ((month * 7) % 15);
  return `2015-${String(month).padStart(2, '0')};${travel}.00;${post}.50;${travel + post}.50`;
}
