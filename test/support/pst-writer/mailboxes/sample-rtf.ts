/** A letter as Outlook writes RTF: font table, colours, bold text, a character that is not ASCII, repeated words. */
export const SAMPLE_RTF = [
  '{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss Arial;}{\\f1\\froman Times New Roman;}}',
  '{\\colortbl;\\red0\\green0\\blue0;\\red0\\green0\\blue255;}',
  "\\pard\\plain\\f0\\fs20 Dear Bob,\\par \\par the boxes \\b did\\b0  arrive in Gr\\'f6\\'dfenweg 5.\\par ",
  ...Array.from({ length: 40 }, (_, line) => `\\pard\\plain\\f0\\fs20 Box ${line + 1} of forty.\\par `),
  '\\par Ann\\par }',
].join('\r\n');
