import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Clock, SystemClock } from '#kernel';
import { Config, loadConfig } from '#platform/config';
import { ConfigModule } from './index.js';

@Injectable()
class Reader {
  constructor(
    readonly config: Config,
    readonly clock: Clock,
  ) {}
}

@Module({ providers: [Reader] })
class Elsewhere {}

it('gives configuration and clock to every module', async () => {
  const secrets = { JWT_KEYS: `a:${'m'.repeat(32)}`, KMS_KEYRING: `a:${Buffer.alloc(32).toString('base64')}` };
  const config = loadConfig({ NODE_ENV: 'test' }, { developmentSecrets: () => secrets });
  const module = await Test.createTestingModule({ imports: [ConfigModule.forRoot(config), Elsewhere] }).compile();
  const reader = module.get(Reader, { strict: false });
  expect(reader.config).toBe(config);
  expect(reader.clock).toBeInstanceOf(SystemClock);
});
