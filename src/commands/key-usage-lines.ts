import type { KeyUsage } from '#platform/crypto';

const MEANING: Readonly<Record<KeyUsage['state'], string>> = {
  current: 'current: wraps what is new',
  needed: 'still needed: run npm run keys:rewrap',
  unneeded: 'no longer needed: may be removed once no back-up of data_keys or wrapped_keys needs it',
  gone: 'GONE: what it wraps cannot be read; put it back',
};

/** The report on key-encryption keys, as it is printed. */
export function keyUsageLines(usages: readonly KeyUsage[]): string[] {
  return usages.map(({ keyId, wraps, state }) => `${keyId}  wraps ${wraps}  ${MEANING[state]}`);
}
