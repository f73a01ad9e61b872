import { aBlindIndex, aCipher } from '#platform/crypto/testing';
import type { Database } from '#platform/database';
import { SealedFields } from './sealed-fields.js';

/** Real encryption, as one process does it. */
export function sealedFields(database: Database): SealedFields {
  return new SealedFields(aCipher(database), aBlindIndex(database));
}
