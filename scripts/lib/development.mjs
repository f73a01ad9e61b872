import { Refusal } from './checkout.mjs';

/** What only a shop in production is given: a development server makes its own. */
const OF_PRODUCTION = [
  'JWT_KEYS_FILE',
  'KMS_KEYRING_FILE',
  'WECHAT_PAY_MCH_PRIVATE_KEY',
  'WECHAT_PAY_MCH_PRIVATE_KEY_FILE',
];

/**
 * NODE_ENV as the commands for development take it: `development` where it is not set. Refuses to guess on a host that has
 * the secrets of a real shop.
 */
export function developmentUnlessSaid() {
  if (process.env.NODE_ENV) return process.env.NODE_ENV;
  const sign = OF_PRODUCTION.find((name) => process.env[name]);
  if (!sign) return 'development';
  throw new Refusal(
    `${sign} is set, as for a real shop: say NODE_ENV=production, or NODE_ENV=development if it is none`,
  );
}
