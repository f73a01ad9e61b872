import { createPublicKey, sign, type KeyObject } from 'node:crypto';

// Node reads X.509 and does not write it; DER of RFC 5280, just enough for a certificate that signs itself.
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const hex = (text: string) => Buffer.from(text, 'hex');
const time = (at: Date) => der(0x18, Buffer.from(`${at.toISOString().slice(0, 19).replace(/\D/g, '')}Z`));
const sha256WithRsa = sequence(der(0x06, hex('2a864886f70d01010b')), der(0x05));
const name = sequence(der(0x31, sequence(der(0x06, hex('550403')), der(0x0c, Buffer.from('Tenpay.com Root CA')))));

/** @param serialNo hexadecimal, its first digit from 1 to 7. @returns PEM */
export function selfSignedCertificate(privateKey: KeyObject, serialNo: string, validTo: Date): string {
  const facts = sequence(
    der(0xa0, der(0x02, hex('02'))),
    der(0x02, hex(serialNo)),
    sha256WithRsa,
    name,
    sequence(time(new Date('2020-01-01T00:00:00Z')), time(validTo)),
    name,
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', facts, privateKey));
  const lines = sequence(facts, sha256WithRsa, signature)
    .toString('base64')
    .match(/.{1,64}/g);
  return `-----BEGIN CERTIFICATE-----\n${lines?.join('\n')}\n-----END CERTIFICATE-----\n`;
}
