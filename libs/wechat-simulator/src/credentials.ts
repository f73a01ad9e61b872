import { createPublicKey, generateKeyPair, randomBytes, randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import type { SimulatorCredentials } from './options.js';

const generate = promisify(generateKeyPair);

export async function makeRsaKeyPair(): Promise<{ privateKey: string; publicKey: string }> {
  return generate('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

export function digits(length: number): string {
  return Array.from({ length }, () => randomInt(10)).join('');
}

export function makePublicKeyId(merchantId: string): string {
  return `PUB_KEY_ID_01${merchantId}${digits(16)}`;
}

export function publicKeyOf(privateKeyPem: string): string {
  return createPublicKey(privateKeyPem).export({ type: 'spki', format: 'pem' }).toString();
}

/** Makes everything a shop and the simulator share in development; nothing of it is known to the real WeChat. */
export async function makeSimulatorCredentials(): Promise<SimulatorCredentials> {
  const [merchant, platform] = await Promise.all([makeRsaKeyPair(), makeRsaKeyPair()]);
  const merchantId = `16${digits(8)}`;
  return {
    appId: `wx${randomBytes(8).toString('hex')}`,
    appSecret: randomBytes(16).toString('hex'),
    merchantId,
    merchantSerialNo: randomBytes(20).toString('hex').toUpperCase(),
    merchantPrivateKey: merchant.privateKey,
    merchantPublicKey: merchant.publicKey,
    apiV3Key: randomBytes(16).toString('hex'),
    platformKey: { publicKeyId: makePublicKeyId(merchantId), ...platform },
  };
}
