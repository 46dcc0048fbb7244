import type { ErrorCode, ErrorParams, WireError } from './errors.ts';

type AppErrorOptions = { readonly cause?: unknown; readonly isRetryable?: boolean };

/** An expected failure with a code a person can act on; anything else that is thrown is a bug. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  /** True when the same call may pass later without anyone doing anything. */
  readonly isRetryable: boolean;

  constructor(code: ErrorCode, params: ErrorParams = {}, options: AppErrorOptions = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.params = params;
    this.isRetryable = options.isRetryable ?? false;
  }
}

/** The error in the form that crosses a process border: the code and params of an `AppError`, `internal` for a bug. */
export function toWireError(error: unknown, correlationId?: string): WireError {
  const wire: WireError =
    error instanceof AppError ? { code: error.code, params: error.params } : { code: 'internal', params: {} };
  return correlationId === undefined ? wire : { ...wire, correlationId };
}

/** The error a wire error stands for. */
export function fromWireError(wire: WireError): AppError {
  return new AppError(wire.code, wire.params);
}

/** Why work was stopped on purpose; an abort signal of ours carries nothing else as its reason. */
export const STOP_REASONS = ['pause', 'cancel', 'shutdown'] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** The reason of a stop of ours, or null when the signal is not aborted or was aborted by someone else. */
export function stopReason(signal: { readonly aborted: boolean; readonly reason: unknown }): StopReason | null {
  if (!signal.aborted) return null;
  return STOP_REASONS.find((reason) => reason === signal.reason) ?? null;
}
