import { Global, Logger, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { ShopCipher } from '#platform/crypto';
import { Database } from '#platform/database';
import { ContentSafety } from './mini-program/content-safety.js';
import { MiniProgramClient } from './mini-program/mini-program-client.js';
import { SqlAccessTokens } from './mini-program/sql-access-tokens.js';
import { PayClient } from './pay/pay-client.js';

/** Provides both clients, and the content check, to the adapters that translate WeChat into the words of their context. */
@Global()
@Module({})
export class WechatModule implements OnApplicationShutdown {
  constructor(
    private readonly miniProgram: MiniProgramClient,
    private readonly pay: PayClient,
  ) {}

  /** @param options.guard called at the start of each outside call; throws where none may be made */
  static forRoot(options: { readonly guard: () => void }): DynamicModule {
    const { guard } = options;
    const log = new Logger(WechatModule.name);
    const tell = (news: string) => log.warn(news);
    return {
      module: WechatModule,
      providers: [
        {
          provide: MiniProgramClient,
          inject: [Config, Database, ShopCipher, Clock],
          useFactory: ({ wechat }: Config, database: Database, cipher: ShopCipher, clock: Clock) =>
            new MiniProgramClient({
              appId: wechat.appId,
              appSecret: wechat.appSecret,
              baseUrl: resolved(wechat.apiBaseUrl, 'wechat.apiBaseUrl'),
              timeoutMs: wechat.timeout,
              accessTokens: new SqlAccessTokens(database, cipher, clock, wechat.appId),
              now: () => clock.now(),
              guard,
              tell,
            }),
        },
        {
          provide: ContentSafety,
          inject: [MiniProgramClient, Config],
          useFactory: (client: MiniProgramClient, { miniProgram }: Config) =>
            new ContentSafety(miniProgram.contentCheck ? client : null),
        },
        {
          provide: PayClient,
          inject: [Config, Clock],
          useFactory: ({ wechat: { appId, pay, timeout: timeoutMs } }: Config, clock: Clock) => {
            const baseUrl = resolved(pay.baseUrl, 'wechat.pay.baseUrl');
            return new PayClient({ appId, ...pay, baseUrl, timeoutMs, guard, tell, now: () => clock.now() });
          },
        },
      ],
      exports: [MiniProgramClient, ContentSafety, PayClient],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.miniProgram.disconnect(), this.pay.disconnect()]);
  }
}

function resolved(url: string | null, name: string): string {
  if (url === null) {
    throw new Error(
      `${name} is null: start the built-in simulator and put its address into Config before building the app`,
    );
  }
  return url;
}
