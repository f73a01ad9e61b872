import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { selfSignedCertificate } from '../../libs/wechat/src/testing/self-signed-certificate.js';
import { Echo } from '../support/echo.js';
import { Haproxy, haproxy } from '../support/haproxy.js';
import { freePort } from '../support/shop-process.js';

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
}

const ask = (url: string, headers: Readonly<Record<string, string>> = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const request = url.startsWith('https:') ? tlsRequest : plainRequest;
    const asking = request(url, { headers, agent: false, rejectUnauthorized: false }, (answer) => {
      answer.resume().on('end', () => resolve({ status: answer.statusCode, headers: answer.headers }));
    });
    asking.on('error', reject).end();
  });

(haproxy ? describe : describe.skip)('a gateway', () => {
  let folder: string;
  let upstream: Echo;
  let gateway: Haproxy | undefined;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jishi-tls-'));
    upstream = await Echo.open('blue');
  });
  afterEach(() => gateway?.close());
  afterAll(async () => {
    await upstream?.close();
    rmSync(folder, { recursive: true });
  });

  const start = async (variables: Readonly<Record<string, string>>) => {
    const { address } = upstream;
    gateway = await Haproxy.start({ blue: address, green: address, canary: address }, variables);
    await gateway.untilServer('blue/blue-1', 'UP');
    return gateway;
  };

  it('with a certificate speaks TLS and no HTTP/2, says so to the shop, and sends whoever comes without there', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const certificate = join(folder, 'shop.pem');
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    writeFileSync(certificate, key + selfSignedCertificate(privateKey, '1a', new Date(Date.now() + 86_400_000)));
    const GATEWAY_HTTPS = `127.0.0.1:${await freePort()}`;
    const { url, httpsUrl } = await start({ GATEWAY_CERTIFICATE: certificate, GATEWAY_HTTPS });
    const answer = await ask(`${httpsUrl}/api/v1/products`);
    expect(answer).toMatchObject({ status: 200, headers: { 'strict-transport-security': 'max-age=31536000' } });
    expect(upstream.seen.at(-1)?.headers['x-forwarded-proto']).toBe('https');
    const { hostname: host, port } = new URL(httpsUrl);
    const socket = connect({ host, port: Number(port), rejectUnauthorized: false, ALPNProtocols: ['h2', 'http/1.1'] });
    await once(socket, 'secureConnect');
    expect(socket.alpnProtocol).toBe('http/1.1');
    socket.destroy();
    const plain = await ask(`${url}/api/v1/products?q=tea`, { host: 'shop.example' });
    expect(plain).toMatchObject({ status: 308, headers: { location: 'https://shop.example/api/v1/products?q=tea' } });
  });

  it('behind a proxy that it trusts believes the last address that proxy names, and that it spoke TLS', async () => {
    const { url } = await start({ GATEWAY_TRUSTED_PROXIES: '127.0.0.1 10.0.0.0/8' });
    await ask(`${url}/api/v1/products`, { 'x-forwarded-for': '1.1.1.1, 203.0.113.7', 'x-forwarded-proto': 'https' });
    expect(upstream.seen.at(-1)?.headers).toMatchObject({
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-proto': 'https',
    });
  });
});
