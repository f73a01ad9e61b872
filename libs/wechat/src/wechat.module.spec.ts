import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Config } from '#platform/config';
import { MiniProgramClient } from './mini-program/mini-program-client.js';
import { PayClient } from './pay/pay-client.js';
import { failure } from './testing/failure.js';
import { APP_ID, payOptions } from './testing/pay-party.js';
import { WechatModule } from './wechat.module.js';

function start(apiBaseUrl: string | null, payBaseUrl: string | null, guard = () => undefined as void) {
  const { merchantId, merchantSerialNo, merchantPrivateKey, apiV3Key, publicKey } = payOptions('', null);
  const pay = { merchantId, merchantSerialNo, merchantPrivateKey, apiV3Key, publicKey, baseUrl: payBaseUrl };
  const config = { wechat: { appId: APP_ID, appSecret: 's', apiBaseUrl, pay, push: null } };

  @Global()
  @Module({ providers: [{ provide: Config, useValue: config }], exports: [Config] })
  class ConfigForTest {}

  return Test.createTestingModule({ imports: [ConfigForTest, WechatModule.forRoot({ guard })] }).compile();
}

const NOWHERE = 'http://127.0.0.1:1';

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
