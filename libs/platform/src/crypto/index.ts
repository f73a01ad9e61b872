export { CryptoModule } from './crypto.module.js';
export { type FieldLocation, PersonalDataCipher, PersonalDataUnreadable } from './personal-data-cipher.js';
export { cryptoSchema } from './schema.js';
