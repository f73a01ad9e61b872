import { ControlError } from './control-error.js';
import { json, type Answer, type Route } from './http.js';
import type { WechatSimulatorOptions } from './options.js';

interface Facts {
  url: string;
  publicKeyId: string;
  publicKey: string;
}

/** What a shop must be given, for whoever sets one up; keys as PEM files, too. */
export function credentialRoutes(options: WechatSimulatorOptions, facts: Facts): Route[] {
  const {
    appId,
    appSecret,
    merchantId,
    merchantSerialNo,
    apiV3Key,
    shownMerchantPrivateKey: merchantPrivateKey,
    merchantPublicKey,
  } = options;
  const { url, publicKeyId, publicKey } = facts;
  const shown = { url, appId, appSecret, merchantId, merchantSerialNo, apiV3Key, publicKeyId, publicKey };
  return [
    file('credentials', () => json({ ...shown, merchantPublicKey, merchantPrivateKey: merchantPrivateKey ?? null })),
    file('credentials/wechat-pay-public-key.pem', () => pem('wechat-pay-public-key.pem', publicKey)),
    file('credentials/merchant-private-key.pem', () => {
      if (merchantPrivateKey === undefined) throw new ControlError('the shop has its own key; it is not here', 404);
      return pem('merchant-private-key.pem', merchantPrivateKey);
    }),
  ];
}

function file(name: string, handle: () => Answer): Route {
  return { method: 'GET', path: new RegExp(`^/_simulator/${name.replaceAll('.', '\\.')}$`), handle };
}

function pem(name: string, body: string): Answer {
  const headers = { 'Content-Disposition': `attachment; filename="${name}"` };
  return { status: 200, contentType: 'application/x-pem-file', headers, body };
}
