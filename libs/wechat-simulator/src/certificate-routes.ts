import { beijingTime } from './beijing-time.js';
import { json, type Route } from './http.js';
import type { PlatformCertificates } from './platform-certificates.js';
import { encryptResource } from './signing.js';

/** `/v3/certificates`: the platform certificates, for shops in platform-certificate mode. */
export function certificateRoutes(apiV3Key: string, certificates: PlatformCertificates): Route[] {
  return [
    {
      method: 'GET',
      path: /^\/v3\/certificates$/,
      target: 'certificates',
      handle: async () => {
        const data = (await certificates.all()).map(({ serialNo, pem, effectiveTime, expireTime }) => ({
          serial_no: serialNo,
          effective_time: beijingTime(effectiveTime),
          expire_time: beijingTime(expireTime),
          encrypt_certificate: encryptResource(apiV3Key, 'certificate', pem),
        }));
        return json({ data });
      },
    },
  ];
}
