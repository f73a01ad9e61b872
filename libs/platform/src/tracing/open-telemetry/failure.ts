import { DomainError } from '#kernel';

const CODE = /^[A-Z][A-Z\d_]{2,63}$/;

interface Coded extends Error {
  readonly code?: unknown;
  readonly driverError?: { readonly code?: unknown };
}

/** How a failure is told of: its kind, never its words, which may hold what somebody typed. A refusal is no fault. */
export function failureOf(error: unknown): { readonly type: string; readonly isFault: boolean } {
  if (!(error instanceof Error)) return { type: typeof error, isFault: true };
  if (error instanceof DomainError) return { type: error.name, isFault: error.description.kind === 'unavailable' };
  const { code, driverError } = error as Coded;
  const told = driverError?.code ?? code;
  return { type: typeof told === 'string' && CODE.test(told) ? told : error.constructor.name, isFault: true };
}
