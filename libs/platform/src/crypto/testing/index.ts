import { randomBytes } from 'node:crypto';
import { type Clock, SystemClock } from '#kernel';
import type { AuditLog } from '#platform/audit';
import type { Keyed, Milliseconds } from '#platform/config';
import type { Database } from '#platform/database';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { aRevocations } from '#platform/revocation/testing';
import { BlindIndex } from '../blind-index.js';
import { DataKeys } from '../data-keys.js';
import { EnvelopeCipher } from '../envelope-cipher.js';
import type { KeyManagement } from '../key-management.js';
import { KeyUses } from '../key-uses.js';
import { LocalKeyring } from '../local-keyring.js';
import { NamedKeys } from '../named-keys.js';
import type { PersonalDataCipher } from '../personal-data-cipher.js';

export { FakeVault } from './fake-vault.js';

export const aKeyringOf = (ring: readonly Keyed<Buffer>[]) => new LocalKeyring(ring);
export const aKeyring = (id = 'k1') => aKeyringOf([{ id, key: randomBytes(32) }]);

/** One keyring for all that a test file does: what one cipher sealed another one opens. */
const shared = aKeyring();

interface Circumstances {
  readonly management?: KeyManagement;
  readonly audit?: AuditLog;
  /** By which keys are held, too. */
  readonly clock?: Clock;
}

/** Real encryption on this database, as one process does it: each call is another process. */
export function aCipher(
  database: Database,
  { management = shared, audit = new InMemoryAuditLog(), clock }: Circumstances = {},
): PersonalDataCipher {
  const time = [clock ?? new SystemClock(), elapsedBy(clock)] as const;
  return new EnvelopeCipher(new DataKeys(database, management, aRevocations(database), ...time), new KeyUses(audit));
}

/** @param clock by which keys are held, too */
export function aBlindIndex(database: Database, clock?: Clock, management: KeyManagement = shared): BlindIndex {
  return new BlindIndex(new NamedKeys(database, management, clock ?? new SystemClock()), elapsedBy(clock));
}

function elapsedBy(clock?: Clock): (() => Milliseconds) | undefined {
  return clock && (() => clock.now().getTime());
}

/** The shop's own keys, as one process reads them: each call is another process. */
export function namedKeysOn(database: Database, management: KeyManagement = shared): NamedKeys {
  return new NamedKeys(database, management, new SystemClock());
}
