export { ReindexPhones } from './application/reindex-phones.js';
export { ReplayErasures } from './application/replay-erasures.js';
export { type AddressSnapshot, UserDirectory, type UserProfile } from './application/user-directory.js';
export { writtenPhone } from './domain/phone-number.js';
export { UserModule } from './user.module.js';
export { type DraftedShopper, SeedShoppers } from './adapters/seed-shoppers.js';
