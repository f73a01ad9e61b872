/** Whether who asks has it already, by the `If-None-Match` they sent. Weak and strong tags are alike here (RFC 9110, 13.1.2). */
export function isKnown(ifNoneMatch: string | undefined, tag: string | null): boolean {
  if (ifNoneMatch === undefined || tag === null) return false;
  const opaque = (one: string) => one.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((one) => one.trim() === '*' || opaque(one) === opaque(tag));
}
