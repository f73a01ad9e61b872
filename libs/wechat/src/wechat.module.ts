import { Global, Logger, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '#platform/config';
import { MiniProgramClient } from './mini-program/mini-program-client.js';
import { PayClient } from './pay/pay-client.js';

/** Provides both clients to the adapters that translate WeChat into the words of their context. */
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
          inject: [Config],
          useFactory: ({ wechat }: Config) =>
            new MiniProgramClient({
              appId: wechat.appId,
              appSecret: wechat.appSecret,
              baseUrl: resolved(wechat.apiBaseUrl, 'wechat.apiBaseUrl'),
              guard,
              tell,
            }),
        },
        {
          provide: PayClient,
          inject: [Config],
          useFactory: ({ wechat: { appId, pay } }: Config) =>
            new PayClient({ appId, ...pay, baseUrl: resolved(pay.baseUrl, 'wechat.pay.baseUrl'), guard, tell }),
        },
      ],
      exports: [MiniProgramClient, PayClient],
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
