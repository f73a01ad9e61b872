import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { billRoutes } from './bill-routes.js';
import { catalogueRoutes } from './catalogue-routes.js';
import { certificateRoutes } from './certificate-routes.js';
import { codeImageRoutes } from './code-image-routes.js';
import { contentCheckRoutes } from './content-check-routes.js';
import { Control } from './control.js';
import { controlRoutes } from './control-routes.js';
import { credentialRoutes } from './credential-routes.js';
import { makePublicKeyId, makeRsaKeyPair, publicKeyOf } from './credentials.js';
import { readRequest, type Route } from './http.js';
import { miniProgramRoutes } from './mini-program-routes.js';
import type { PlatformKey, WechatSimulatorOptions } from './options.js';
import { isTimeScale } from './pace.js';
import { pageRoutes } from './page-routes.js';
import { payRoutes } from './pay-routes.js';
import { refundRoutes } from './refund-routes.js';
import { respond } from './responder.js';
import { sessionRoutes } from './session-routes.js';
import { shippingRoutes } from './shipping-routes.js';
import type { WechatSimulator } from './simulator.js';
import { subscribeRoutes } from './subscribe-routes.js';
import { settlement } from './trade-events.js';
import { World } from './world.js';

/**
 * Starts a server that speaks for api.weixin.qq.com and api.mch.weixin.qq.com, and listens when the promise resolves.
 * @throws Error when the port is taken or a credential is malformed
 */
export async function startWechatSimulator(options: WechatSimulatorOptions): Promise<WechatSimulator> {
  if (Buffer.byteLength(options.apiV3Key) !== 32) throw new Error('apiV3Key must be exactly 32 bytes');
  const { timeScale = 1, billReadyHour = 0 } = options;
  if (!isTimeScale(timeScale)) throw new Error('timeScale must be 0.1 to 1000000');
  if (!(billReadyHour >= 0 && billReadyHour <= 23)) throw new Error('billReadyHour must be an hour, 0 to 23');
  const platformKey = options.platformKey ?? (await makePlatformKey(options.merchantId));
  const world = new World(options, platformKey);
  const host = options.host ?? '127.0.0.1';
  const server = createServer({ keepAliveTimeout: 65_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  const control = new Control(world);
  const facts = { url, publicKeyId: platformKey.publicKeyId, publicKey: publicKeyOf(platformKey.privateKey) };
  const known = [
    ...pageRoutes(),
    ...controlRoutes(control),
    ...credentialRoutes(options, facts),
    ...wechatRoutes(world, url),
  ];
  const routes = [...known, ...catalogueRoutes(known)];
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
  return Object.assign(control, facts, { close });
}

async function makePlatformKey(merchantId: string): Promise<PlatformKey> {
  const { privateKey } = await makeRsaKeyPair();
  return { publicKeyId: makePublicKeyId(merchantId), privateKey };
}

function wechatRoutes(world: World, url: string): Route[] {
  const { options, ledger, now, users, tokens, miniProgram, payments, pusher } = world;
  return [
    ...miniProgramRoutes(options, users, tokens, now),
    ...sessionRoutes(users, tokens),
    ...subscribeRoutes(miniProgram),
    ...contentCheckRoutes(miniProgram),
    ...codeImageRoutes(miniProgram),
    ...shippingRoutes(
      options.merchantId,
      ledger,
      tokens,
      now,
      (transaction) => {
        pusher.event(settlement(transaction, options.merchantId, now()));
      },
      options.trusting,
    ),
    ...payRoutes(options, ledger, now),
    ...refundRoutes(ledger, now, (refund) => payments.refundAccepted(refund), options.trusting),
    ...billRoutes(options, ledger, now, url),
    ...certificateRoutes(options.apiV3Key, world.certificates),
  ];
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(500, { 'Content-Type': 'text/plain' });
  response.end(error instanceof Error ? error.message : 'failed');
}
