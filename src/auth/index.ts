export { WechatAccounts } from './application/wechat-accounts.js';
export { AuthModule } from './auth.module.js';
export { SeedIdentities } from './adapters/seed-identities.js';
