import { Global, Logger, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Clock, SystemClock } from '#kernel';
import { Config } from '#platform/config';
import { Database } from '#platform/database';
import { PushReceiver } from './push-receiver.js';
import { WechatPushModule } from './push.module.js';

const token = 'token';
const aesKey = 'A'.repeat(43);

describe('message push', () => {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
  beforeEach(() => warn.mockClear());

  const receiverOf = async (push: object | null, environment = 'production') => {
    const config = { environment, backgroundJobs: false, wechat: { appId: 'wx1', push } };

    @Global()
    @Module({
      providers: [
        { provide: Config, useValue: config },
        { provide: Clock, useClass: SystemClock },
        { provide: Database, useValue: {} },
      ],
      exports: [Config, Clock, Database],
    })
    class Surroundings {}

    const app = await Test.createTestingModule({ imports: [Surroundings, WechatPushModule] }).compile();
    return app.get<PushReceiver | null>(PushReceiver);
  };

  it('is not there until it is configured', async () => {
    expect(await receiverOf(null)).toBeNull();
  });

  it('in plain mode is warned of in production, where safe mode is not', async () => {
    expect(await receiverOf({ token, aesKey })).toBeInstanceOf(PushReceiver);
    expect(await receiverOf({ token, aesKey: null }, 'development')).toBeInstanceOf(PushReceiver);
    expect(warn).not.toHaveBeenCalled();
    expect(await receiverOf({ token, aesKey: null })).toBeInstanceOf(PushReceiver);
    expect(warn).toHaveBeenCalledTimes(1);
  });
});
