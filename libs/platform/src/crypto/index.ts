export { type BlindDigest, BlindIndex, INDEX_KEYS_HELD } from './blind-index.js';
export { CryptoModule } from './crypto.module.js';
export { KeyManagement, KeysUnavailable } from './key-management.js';
export { KeyReport, type KeyUsage } from './key-report.js';
export { type Erasure, Erasures } from './erasures.js';
export { NamedKeys } from './named-keys.js';
export {
  type FieldLocation,
  PersonalDataCipher,
  PersonalDataUnreadable,
  PersonCipher,
  PersonErased,
} from './personal-data-cipher.js';
export { PersonNames } from './person-names.js';
export { RewrapKeys } from './rewrap-keys.js';
export { cryptoSchema } from './schema.js';
export { ShopCipher } from './shop-cipher.js';
