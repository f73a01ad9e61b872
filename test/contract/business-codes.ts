import { declaredErrors } from './declared-errors.js';

/** Section 5 of the contract: business code → HTTP status. */
export const BUSINESS_CODES: Readonly<Record<number, number>> = {
  1001: 404,
  1002: 404,
  1003: 409,
  1004: 422,
  1005: 409,
  1006: 422,
  1101: 401,
  1102: 401,
  1103: 401,
  1104: 401,
  1105: 401,
  1106: 401,
  1107: 403,
  2001: 404,
  2002: 404,
  2003: 409,
  3001: 409,
  4001: 404,
  4002: 409,
  4003: 400,
  4004: 422,
  4005: 409,
  4006: 409,
  4007: 409,
  5001: 404,
  5002: 409,
  5003: 409,
  6001: 503,
  6002: 503,
  6003: 422,
};

/** Codes a client can meet wherever it signs in with a token. */
export const TOKEN_CODES: readonly number[] = [1102, 1103];

/** Whether the code is one of those kept for what a shop adds (docs/errors.md). */
export function isOwnCode(code: number): boolean {
  return code >= 7000 && code <= 9999;
}

let ownStatuses: ReadonlyMap<number, number> | undefined;

/** HTTP status of a code. Generic codes are statuses; of the shop's own codes the errors themselves say it. */
export function statusOfCode(code: number): number {
  if (!isOwnCode(code)) return BUSINESS_CODES[code] ?? code;
  ownStatuses ??= new Map(declaredErrors().map((error) => [error.code, error.status]));
  return ownStatuses.get(code) ?? code;
}

/** Whether a business code may be used: the contract has it, or it is the shop's own and an error has it. */
export function isKnownCode(code: number): boolean {
  return isOwnCode(code) ? statusOfCode(code) !== code : code in BUSINESS_CODES;
}
