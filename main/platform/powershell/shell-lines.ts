import { z } from 'zod';
import { redact } from '../../../preload/contract/index.ts';
import type { ShellOperation } from '../../import/exchange/ports.ts';

/** What is not there, or of another type, is told as empty: the record is still an answer. */
const text = z.string().catch('');

/** Foreign words, which may quote the address they are about. */
const foreign = text.transform(redact);
const ErrorFacts = z.object({
  message: foreign,
  errorId: foreign,
  category: text,
  types: z.array(z.string()).catch([]),
});

const head = { v: z.literal(1), seq: z.number().int() };
const answer = { ...head, id: z.number().int() };

const ShellLine = z.discriminatedUnion('kind', [
  z.object({
    ...head,
    kind: z.literal('hello'),
    edition: z.enum(['Desktop', 'Core']),
    version: z.string(),
    is64Bit: z.boolean(),
  }),
  z.object({ v: z.literal(1), seq: z.number().int().catch(1), kind: z.literal('refused'), reason: text }),
  z.object({ ...answer, kind: z.literal('begun') }),
  z.object({ ...answer, kind: z.literal('note'), text: foreign }),
  z.object({ ...answer, kind: z.literal('done'), output: z.unknown() }),
  z.object({ ...answer, kind: z.literal('error'), error: ErrorFacts }),
  z.object({
    ...head,
    kind: z.literal('statistics'),
    requestId: z.string(),
    statistics: z.record(z.string(), z.unknown()).nullable(),
    error: ErrorFacts.nullable().catch(null),
  }),
  /** `isPolling`: it asks the service now, and is silent until that has answered. */
  z.object({ ...head, kind: z.literal('beat'), isPolling: z.boolean().catch(false) }),
]);
/** A line of the script. @see assets/powershell/exchange-host.ps1 */
export type ShellLine = z.infer<typeof ShellLine>;

/** What a line says; null when it is none of the script's: PowerShell and its modules may write lines of their own. */
export function parseShellLine(line: string): ShellLine | null {
  try {
    return ShellLine.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/** The line that asks for an operation. Pure ASCII: Windows PowerShell is right about it whatever the code page. */
export function requestLine(id: number, operation: ShellOperation, input: Readonly<Record<string, unknown>>): string {
  const json = JSON.stringify({ v: 1, id, op: operation, input });
  const inAscii = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${json.replace(/[\u007f-\uffff]/g, inAscii)}\n`;
}
