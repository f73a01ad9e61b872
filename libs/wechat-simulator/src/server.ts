import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { billRoutes } from './bill-routes.js';
import { certificateRoutes } from './certificate-routes.js';
import { controlRoutes } from './control-routes.js';
import { makePublicKeyId, makeRsaKeyPair, publicKeyOf } from './credentials.js';
import { readRequest, type Route } from './http.js';
import { indexPage } from './index-page.js';
import { miniProgramRoutes } from './mini-program-routes.js';
import type { PlatformKey, WechatSimulatorOptions } from './options.js';
import { payRoutes } from './pay-routes.js';
import { refundRoutes } from './refund-routes.js';
import { respond } from './responder.js';
import { shippingRoutes } from './shipping-routes.js';
import type { WechatSimulator } from './simulator.js';
import { World } from './world.js';

/**
 * Starts a server that speaks for api.weixin.qq.com and api.mch.weixin.qq.com, and listens when the promise resolves.
 * @throws Error when the port is taken or a credential is malformed
 */
export async function startWechatSimulator(options: WechatSimulatorOptions): Promise<WechatSimulator> {
  if (Buffer.byteLength(options.apiV3Key) !== 32) throw new Error('apiV3Key must be exactly 32 bytes');
  const platformKey = options.platformKey ?? (await makePlatformKey(options.merchantId));
  const world = new World(options, platformKey);
  const host = options.host ?? '127.0.0.1';
  const server = createServer({ keepAliveTimeout: 65_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  const routes = routesOf(world, url);
  server.on('request', (message, response) => {
    readRequest(message)
      .then((request) => respond(request, response, routes, world))
      .catch((error: unknown) => fail(response, error));
  });

  const close = async () => {
    await world.stop();
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  };
  const facts = { url, publicKeyId: platformKey.publicKeyId, publicKey: publicKeyOf(platformKey.privateKey) };
  return Object.assign(world, facts, { close });
}

async function makePlatformKey(merchantId: string): Promise<PlatformKey> {
  const { privateKey } = await makeRsaKeyPair();
  return { publicKeyId: makePublicKeyId(merchantId), privateKey };
}

function routesOf(world: World, url: string): Route[] {
  const { options, ledger, now } = world;
  return [
    {
      method: 'GET',
      path: /^\/$/,
      handle: () => ({ status: 200, contentType: 'text/plain; charset=utf-8', body: indexPage }),
    },
    ...controlRoutes(world),
    ...miniProgramRoutes(options, world.users, world.tokens, now),
    ...shippingRoutes(options.merchantId, ledger, world.tokens),
    ...payRoutes(options, ledger, now),
    ...refundRoutes(ledger, now, (refund) => world.refundAccepted(refund)),
    ...billRoutes(options, ledger, now, url),
    ...certificateRoutes(options.apiV3Key, world.signer),
  ];
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(500, { 'Content-Type': 'text/plain' });
  response.end(error instanceof Error ? error.message : 'failed');
}
