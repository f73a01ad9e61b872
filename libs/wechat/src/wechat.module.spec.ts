import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Clock, SystemClock } from '#kernel';
import { Config } from '#platform/config';
import { cryptoSchema, ShopCipher } from '#platform/crypto';
import { namedKeysOn } from '#platform/crypto/testing';
import { Database } from '#platform/database';
import { openSqlite, type OpenDatabase } from '../../../test/support/databases.js';
import { eventually } from '../../../test/support/until.js';
import { ContentSafety } from './mini-program/content-safety.js';
import { MiniProgramClient } from './mini-program/mini-program-client.js';
import { PayClient } from './pay/pay-client.js';
import { failure } from './testing/failure.js';
import { APP_ID, payOptions } from './testing/pay-party.js';
import { json, ScriptedServer } from './testing/scripted-server.js';
import { wechatSchema } from './schema.js';
import { WechatModule } from './wechat.module.js';

function start(apiBaseUrl: string | null, payBaseUrl: string | null, guard = () => undefined as void) {
  const { merchantId, merchantSerialNo, merchantPrivateKey, apiV3Key, publicKey } = payOptions('', null);
  const pay = { merchantId, merchantSerialNo, merchantPrivateKey, apiV3Key, publicKey, baseUrl: payBaseUrl };
  const config = {
    wechat: { appId: APP_ID, appSecret: 's', apiBaseUrl, timeout: 60_000, pay, push: null },
    miniProgram: { contentCheck: true },
  };

  const { database } = opened;
  const platform = [
    { provide: Config, useValue: config },
    { provide: Database, useValue: database },
    { provide: ShopCipher, useValue: new ShopCipher(namedKeysOn(database)) },
    { provide: Clock, useClass: SystemClock },
  ];

  @Global()
  @Module({ providers: platform, exports: platform })
  class PlatformForTest {}

  return Test.createTestingModule({ imports: [PlatformForTest, WechatModule.forRoot({ guard })] }).compile();
}

const NOWHERE = 'http://127.0.0.1:1';
let opened: OpenDatabase;
beforeAll(async () => void (opened = await openSqlite([wechatSchema, cryptoSchema])));
afterAll(() => opened.close());

test('builds both clients from the configuration, and closes them on shutdown', async () => {
  const app = await start(NOWHERE, NOWHERE);
  const [miniProgram, pay] = [app.get(MiniProgramClient), app.get(PayClient)];
  expect(await failure(miniProgram.codeToSession('c'))).toMatchObject({ reason: 'connection' });
  expect(pay.paymentArguments('wx29').package).toBe('prepay_id=wx29');
  const disconnected = [jest.spyOn(miniProgram, 'disconnect'), jest.spyOn(pay, 'disconnect')];
  await app.close();
  for (const disconnect of disconnected) expect(disconnect).toHaveBeenCalledTimes(1);
});

test('hands the guard to both', async () => {
  const app = await start(NOWHERE, NOWHERE, () => {
    throw new Error('a transaction is open');
  });
  await expect(app.get(MiniProgramClient).codeToSession('c')).rejects.toThrow('a transaction is open');
  await expect(app.get(PayClient).query('T0001')).rejects.toThrow('a transaction is open');
  await app.close();
});

test.each([
  [null, NOWHERE, 'wechat.apiBaseUrl is null'],
  [NOWHERE, null, 'wechat.pay.baseUrl is null'],
])('an address that nobody resolved is a programming error', async (api, pay, message) => {
  await expect(start(api, pay)).rejects.toThrow(message);
});

test('the access_token is that of all processes on one database', async () => {
  const server = await ScriptedServer.start();
  server.answersAt('/cgi-bin/stable_token', json({ access_token: 'token', expires_in: 7200 }));
  server.answers(json({ errcode: 0, result: { suggest: 'pass', label: 100 } }));
  for (const app of [await start(server.url, NOWHERE), await start(server.url, NOWHERE)]) {
    // A check has a second, and says that it does not know when a busy machine needs longer.
    const verdict = await eventually(
      () => app.get(ContentSafety).verdictOn({ content: '你好', scene: 'profile', openid: 'oUser' }),
      ({ suggest }) => suggest !== 'unknown',
    );
    expect(verdict).toEqual({ suggest: 'pass' });
    await app.close();
  }
  expect(server.at('/cgi-bin/stable_token')).toHaveLength(1);
  await server.stop();
});
