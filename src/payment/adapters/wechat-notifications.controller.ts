import { applyDecorators, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { Documented, Public, type RawBodied, Tag, Unenveloped } from '#platform/http';
import { TakeNotification } from '../application/take-notification.js';
import { timedNotification } from './notification-figures.js';

const Callback = (path: string, summary: string) =>
  applyDecorators(
    Post(path),
    Public(),
    Unenveloped(),
    HttpCode(200),
    Documented(({ ApiOperation, ApiResponse }) => [
      ApiOperation({ summary }),
      ApiResponse({ status: 200, description: 'Stored durably' }),
      ApiResponse({ status: 400, description: 'Signed, but it does not decrypt' }),
      ApiResponse({ status: 401, description: 'Signature, serial or timestamp does not hold' }),
      ApiResponse({ status: 413, description: 'More than 64 KiB' }),
      ApiResponse({ status: 415, description: 'Not JSON' }),
      ApiResponse({ status: 503, description: 'Cannot be verified or stored now: send it again' }),
    ]),
  );

/** What WeChat Pay calls. No schema checks the body: its signature and its encryption do. */
@Tag('payments')
@Controller('payments/wechat')
export class WechatNotificationsController {
  constructor(private readonly takeNotification: TakeNotification) {}

  @Callback('notifications', 'WeChat Pay tells that an order is paid')
  payment(@Req() request: RawBodied): Promise<void> {
    return this.take(request);
  }

  @Callback('refund-notifications', 'WeChat Pay tells what became of a refund')
  refund(@Req() request: RawBodied): Promise<void> {
    return this.take(request);
  }

  private take({ headers, rawBody = '' }: RawBodied): Promise<void> {
    return timedNotification(() => this.takeNotification.execute({ headers, rawBody }));
  }
}
