import { beijingTime } from './beijing-time.js';
import { json, type Route } from './http.js';
import { encryptResource, type PlatformSigner } from './signing.js';

/** `/v3/certificates`: the platform certificates, for shops in platform-certificate mode. */
export function certificateRoutes(apiV3Key: string, signer: PlatformSigner): Route[] {
  return [
    {
      method: 'GET',
      path: /^\/v3\/certificates$/,
      target: 'certificates',
      handle: async () => {
        const { serialNo, pem, effectiveTime, expireTime } = await signer.certificate();
        const certificate = {
          serial_no: serialNo,
          effective_time: beijingTime(effectiveTime),
          expire_time: beijingTime(expireTime),
          encrypt_certificate: encryptResource(apiV3Key, 'certificate', pem),
        };
        return json({ data: [certificate] });
      },
    },
  ];
}
