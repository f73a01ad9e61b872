import { createHash } from 'node:crypto';

const PREFIX = 'jishi:cache:';
const LONGEST_NAME = 128;

/**
 * The key a name is kept under. Names that are long, or hold what may not stand in a key as it is, are hashed; what
 * precedes their first colon (the namespace) stays legible.
 */
export function cacheKey(name: string): string {
  if (name.length <= LONGEST_NAME && /^[\x21-\x7e]+$/.test(name)) return PREFIX + name;
  const [namespace = ''] = /^[\w.-]{1,32}(?=:)/.exec(name) ?? [];
  return `${PREFIX}${namespace}:sha256:${createHash('sha256').update(name).digest('base64url')}`;
}
