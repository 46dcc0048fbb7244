import { AppError, toWireError } from '../../preload/contract/app-error.ts';
import type { Bridge, CommandName, Reply, RequestOf, ResponseOf, WireError } from '../../preload/contract/index.ts';

/** The bridge as a plain map, which is the form the compiler can index with a name it does not know yet. */
type Senders = { readonly [N in CommandName]: (request: RequestOf<N>) => Promise<Reply<ResponseOf<N>>> };

/**
 * The answer to a command.
 * @throws `AppError` with the code of the reply; `params.correlationId` finds the log line of an `internal` one.
 */
export async function callCommand<N extends CommandName>(
  bridge: Bridge,
  name: N,
  request: RequestOf<N>,
): Promise<ResponseOf<N>> {
  const senders: Senders = bridge;
  const reply = await senders[name](request);
  if (reply.ok) return reply.value;
  const { code, params, correlationId } = reply.error;
  throw new AppError(code, correlationId === undefined ? params : { ...params, correlationId });
}

/** A failed call in the form the window shows beside the control that caused it. */
export function toProblem(error: unknown): WireError {
  return toWireError(error);
}
