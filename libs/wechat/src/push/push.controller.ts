import { applyDecorators, Controller, Get, Header, HttpCode, Inject, Post, Query, Req } from '@nestjs/common';
import { Unenveloped, Documented, Public, type RawBodied, Tag } from '#platform/http';
import { PushNotConfigured } from './push-errors.js';
import { PushReceiver } from './push-receiver.js';
import type { PushQuery } from './push-signature.js';
import { TakePush } from './take-push.js';

const Callback = (summary: string, description: string) =>
  applyDecorators(
    Public(),
    Unenveloped({ anyText: true }),
    HttpCode(200),
    Header('Content-Type', 'text/plain; charset=utf-8'),
    Header('X-Content-Type-Options', 'nosniff'),
    Documented(({ ApiOperation, ApiResponse }) => [
      ApiOperation({ summary }),
      ApiResponse({ status: 200, description }),
      ApiResponse({ status: 400, description: 'It does not parse or decrypt' }),
      ApiResponse({ status: 401, description: 'Signature or addressee does not hold' }),
      ApiResponse({ status: 404, description: 'Message push is not configured' }),
    ]),
  );

/** What WeChat calls with news of the mini-program. No schema checks the body: its signature and its encryption do. */
@Tag('wechat')
@Controller('wechat/push')
export class PushController {
  constructor(
    /** Null: no token is configured. */
    @Inject(PushReceiver) private readonly receiver: PushReceiver | null,
    private readonly takePush: TakePush,
  ) {}

  @Get()
  @Callback('WeChat asks whether this address is ours', 'The echostr of the query, as it came')
  echo(@Query() query: PushQuery): string {
    return this.configured.echo(query);
  }

  @Post()
  @Callback('WeChat tells of an event', '`success`: stored durably, or nobody here waits for it')
  @Documented(({ ApiResponse }) => [
    ApiResponse({ status: 413, description: 'More than 64 KiB' }),
    ApiResponse({ status: 415, description: 'Neither JSON nor XML nor text' }),
    ApiResponse({ status: 503, description: 'Cannot be stored now: send it again' }),
  ])
  async take(@Query() query: PushQuery, @Req() { rawBody = '' }: RawBodied): Promise<string> {
    await this.takePush.execute(this.configured.open(query, rawBody));
    return 'success';
  }

  /** @throws PushNotConfigured */
  private get configured(): PushReceiver {
    if (!this.receiver) throw new PushNotConfigured();
    return this.receiver;
  }
}
