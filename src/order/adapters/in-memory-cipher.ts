import { randomBytes } from 'node:crypto';
import { SystemClock } from '#kernel';
import type { PersonalDataCipher } from '#platform/crypto';
import type { Database } from '#platform/database';
import { BlindIndexKey } from '../../../libs/platform/src/crypto/blind-index-key.js';
import { LocalKeyringCipher } from '../../../libs/platform/src/crypto/local-keyring-cipher.js';

/** Real encryption, with a keyring of its own for each call. */
export function aCipher(database: Database): PersonalDataCipher {
  const keyring = [{ id: 'k1', key: randomBytes(32) }];
  return new LocalKeyringCipher(keyring, new BlindIndexKey(database, keyring, new SystemClock()));
}
