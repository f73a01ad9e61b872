import { createPublicKey, randomBytes, sign, X509Certificate, type KeyObject } from 'node:crypto';

/** Node reads X.509 certificates and writes none, so the few DER structures of a self-signed one are built by hand. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...contents: Buffer[]) => der(0x30, ...contents);
const set = (...contents: Buffer[]) => der(0x31, ...contents);
const integer = (content: Buffer) => der(0x02, content);
const bitString = (content: Buffer) => der(0x03, Buffer.from([0]), content);
const generalizedTime = (date: Date) =>
  der(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replace(/\D/g, '')}Z`));
const sha256WithRsa = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05));
const commonName = (name: string) =>
  sequence(set(sequence(der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from(name)))));

export interface PlatformCertificate {
  pem: string;
  /** Upper-case hexadecimal, as in `Wechatpay-Serial`. */
  serialNo: string;
  effectiveTime: Date;
  expireTime: Date;
  privateKey: KeyObject;
}

/** A self-signed RSA certificate that is valid for five years, like WeChat Pay's platform certificates. */
export function makePlatformCertificate(privateKey: KeyObject, now: Date): PlatformCertificate {
  const serial = randomBytes(20);
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f); // positive and without a leading zero
  const effectiveTime = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const expireTime = new Date(effectiveTime.getTime() + 5 * 365 * 24 * 3600 * 1000);
  const name = commonName('WeChat simulator');
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    sha256WithRsa,
    name,
    sequence(generalizedTime(effectiveTime), generalizedTime(expireTime)),
    name,
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
  );
  const certificate = new X509Certificate(sequence(body, sha256WithRsa, bitString(sign('sha256', body, privateKey))));
  return { pem: certificate.toString(), serialNo: certificate.serialNumber, effectiveTime, expireTime, privateKey };
}
