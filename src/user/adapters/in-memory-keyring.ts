import { randomBytes } from 'node:crypto';
import { SystemClock } from '#kernel';
import type { Database } from '#platform/database';
import { BlindIndexKey } from '../../../libs/platform/src/crypto/blind-index-key.js';
import { LocalKeyringCipher } from '../../../libs/platform/src/crypto/local-keyring-cipher.js';
import { SealedFields } from './sealed-fields.js';

/** Real encryption, with a keyring of its own for each call. */
export function sealedFields(database: Database): SealedFields {
  const keyring = [{ id: 'k1', key: randomBytes(32) }];
  return new SealedFields(new LocalKeyringCipher(keyring, new BlindIndexKey(database, keyring, new SystemClock())));
}
