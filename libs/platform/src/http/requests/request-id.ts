import { newId } from '#kernel';

const SANE = /^[A-Za-z0-9._-]{1,64}$/;

/** The one a request bears, if nothing in it needs escaping anywhere; else a new one. */
export function requestIdOf(headers: Readonly<Record<string, string | string[] | undefined>>): string {
  const sent = headers['x-request-id'];
  return typeof sent === 'string' && SANE.test(sent) ? sent : newId();
}
