import { Exposition } from '../exposition.js';
import { OtlpCollector } from '../otlp-collector.js';
import { PushSender } from '../push-sender.js';
import { BASICS } from '../shop-process.js';
import { Shop, type Stack } from '../shop.js';
import { Canaries, type Written } from './canaries.js';
import { files } from './pictures.js';
import { AnswersSink, RedisSink, tables } from './sinks.js';
import { WechatTap } from './wechat-tap.js';

const SECRETS = /SECRET|KEY$|KEYS$|KEYRING$|PASSWORD$|PUSH_TOKEN$/;
const PUBLIC = /PUBLIC_KEY$/;
const PUSH = { token: 'tokenOfTheCanariesPushes', aesKey: `canary${'K'.repeat(37)}` };

/** A shop that tells as much as it can, with everything that leaves it. */
export class World {
  readonly canaries = new Canaries();
  private readonly metrics: Written[] = [];

  private constructor(
    readonly shop: Shop,
    readonly tap: WechatTap,
    readonly answers: AnswersSink,
    private readonly collector: OtlpCollector,
    private readonly redis: RedisSink | null,
  ) {
    for (const [name, value] of Object.entries({ ...BASICS, ...shop.variables })) {
      // Between the header and the footer of a PEM.
      const sought = value.includes('-----') ? (value.split('\n')[5] ?? '') : value.replace(/^e2e:/, '');
      const belongs = name === 'WECHAT_APP_SECRET' ? /^to WeChat$/ : undefined;
      if (SECRETS.test(name) && !PUBLIC.test(name)) this.canaries.note(name, sought, belongs);
    }
  }

  static async open(stack: Stack): Promise<World> {
    const tap = await WechatTap.open();
    const collector = await OtlpCollector.open();
    const environment = {
      LOG_LEVEL: 'trace',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      DATABASE_SLOW_QUERY_MS: '0',
      ORDER_UNPAID_MAX_PER_SHOPPER: '3',
      WECHAT_PUSH_TOKEN: PUSH.token,
      WECHAT_PUSH_AES_KEY: PUSH.aesKey,
      WECHAT_API_BASE_URL: tap.url,
      WECHAT_PAY_BASE_URL: tap.url,
    };
    const shop = await Shop.open({ stack, environment });
    tap.pointTo(shop.wechat.url);
    const redis = shop.redisUrl === null ? null : await RedisSink.open(shop.redisUrl);
    return new World(shop, tap, new AnswersSink(() => shop.urls), collector, redis);
  }

  /** Signs as WeChat does what it pushes to this shop. */
  get pushes(): PushSender {
    return new PushSender({ ...PUSH, appId: this.shop.variables['WECHAT_APP_ID'] ?? '' });
  }

  /** What an operator reads while the shop runs. */
  async readMetrics(): Promise<void> {
    for (const url of this.shop.urls) this.metrics.push({ place: 'metrics', text: (await Exposition.of(url)).text });
  }

  /** Everything that left the shop so far, and everything that it keeps. */
  async written(): Promise<Written[]> {
    return [
      { place: 'output', text: this.shop.output },
      ...(await tables(this.shop.databaseUrl)),
      ...((await this.redis?.read()) ?? []),
      ...files(this.shop.variables['UPLOADS_PATH'] ?? ''),
      ...this.metrics,
      ...this.answers.written,
      ...this.tap.requests,
      ...this.collector.bodies.map((body) => ({ place: 'traces', text: body.toString('latin1') })),
      { place: 'traces', text: JSON.stringify(this.collector.spans) },
    ];
  }

  async close(): Promise<void> {
    this.answers.close();
    this.redis?.close();
    await this.shop.close();
    await this.tap.close();
    await this.collector.close();
  }
}
