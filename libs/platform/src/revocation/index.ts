export { NOT_SHARED, type Original, RevocableCopies } from './revocable-copies.js';
export { RevocationModule } from './revocation.module.js';
export { Revocations } from './revocations.js';
export { revocationSchema } from './schema.js';
