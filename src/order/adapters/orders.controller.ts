import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { z } from 'zod';
import {
  type AnswerHeaders,
  Answers,
  CalledDirectly,
  CurrentShopper,
  IdParam,
  page,
  type Page,
  pageRequest,
  type Shopper,
  Tag,
} from '#platform/http';
import { type IdempotencyKey, RequiredIdempotencyKey, sayIfReplayed } from '#platform/idempotency';
import { CancelOrder } from '../application/cancel-order.js';
import { Checkout } from '../application/checkout.js';
import { ConfirmReceipt } from '../application/confirm-receipt.js';
import type { OrderView, RefundView } from '../application/order-view.js';
import { RequestRefund } from '../application/request-refund.js';
import { QuoteOrder } from '../application/quote-order.js';
import { OrderQueries } from './order.queries.js';
import {
  COUPON_REFUSALS,
  orderListQuery,
  orderResponse,
  placeOrderBody,
  refundRequestBody,
  refundSchema,
} from './order.schemas.js';
import { type QuoteView, quoteBody, quoteSchema, quoteView } from './order-quote.js';

@Tag('orders')
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly checkout: Checkout,
    private readonly quoteOrder: QuoteOrder,
    private readonly cancelOrder: CancelOrder,
    private readonly confirmReceipt: ConfirmReceipt,
    private readonly requestRefund: RequestRefund,
    private readonly queries: OrderQueries,
  ) {}

  @Post()
  @CalledDirectly()
  @Answers('Place an order; its stock is reserved', {
    status: 201,
    data: orderResponse,
    refusals: [1002, 2002, 2003, 3001, 4003, 4004, 4005, 4006, 4007, 6003, ...COUPON_REFUSALS],
  })
  async place(
    @CurrentShopper() shopper: Shopper,
    @Body({ schema: placeOrderBody }) order: z.output<typeof placeOrderBody>,
    @RequiredIdempotencyKey() key: IdempotencyKey,
    @Res({ passthrough: true }) reply: AnswerHeaders,
  ): Promise<OrderView> {
    const { order: placed, replayed } = await this.checkout.place(shopper, order, key);
    sayIfReplayed(reply, { replayed });
    return placed;
  }

  @Post('quote')
  @Answers('What an order would cost now, and which of my coupons fit, the best first; nothing is reserved', {
    data: quoteSchema,
    refusals: [2002, 2003, ...COUPON_REFUSALS],
  })
  async quote(
    @CurrentShopper() shopper: Shopper,
    @Body({ schema: quoteBody }) { items, couponId = null }: z.output<typeof quoteBody>,
  ): Promise<QuoteView> {
    return quoteView(await this.quoteOrder.execute({ customerId: shopper.id, items, couponId }));
  }

  @Get()
  @CalledDirectly()
  @Answers('My orders', { data: page(orderResponse) })
  list(
    @CurrentShopper() shopper: Shopper,
    @Query({ schema: orderListQuery }) query: z.output<typeof orderListQuery>,
  ): Promise<Page<OrderView>> {
    return this.queries.list(shopper.id, query.status, pageRequest(query));
  }

  @Get(':id')
  @Answers('One of my orders', { data: orderResponse, refusals: [4001] })
  get(@CurrentShopper() shopper: Shopper, @IdParam() orderId: string): Promise<OrderView> {
    return this.queries.view(orderId, shopper.id);
  }

  @Post(':id/cancel')
  @Answers('Cancel an unpaid order; asking twice is harmless', { data: orderResponse, refusals: [4001, 4002] })
  async cancel(@CurrentShopper() shopper: Shopper, @IdParam() orderId: string): Promise<OrderView> {
    await this.cancelOrder.execute({ orderId, customerId: shopper.id });
    return this.queries.view(orderId, shopper.id);
  }

  @Post(':id/receipt')
  @Answers('The goods have arrived; asking twice is harmless', { data: orderResponse, refusals: [4001, 4002] })
  async receive(@CurrentShopper() shopper: Shopper, @IdParam() orderId: string): Promise<OrderView> {
    await this.confirmReceipt.execute({ orderId, customerId: shopper.id });
    return this.queries.view(orderId, shopper.id);
  }

  @Post(':id/refunds')
  @Answers('Ask for money back', {
    status: 201,
    data: refundSchema,
    refusals: [409, 4001, 4002, 4003, 4004, 4005, 5003],
  })
  async refund(
    @CurrentShopper() shopper: Shopper,
    @IdParam() orderId: string,
    @Body({ schema: refundRequestBody }) { reason, amountFen = null }: z.output<typeof refundRequestBody>,
    @RequiredIdempotencyKey() key: IdempotencyKey,
    @Res({ passthrough: true }) reply: AnswerHeaders,
  ): Promise<RefundView | undefined> {
    const made = await this.requestRefund.execute({ orderId, customerId: shopper.id, amountFen, reason, key });
    sayIfReplayed(reply, made);
    const { refunds } = await this.queries.view(orderId, shopper.id);
    return refunds.find(({ id }) => id === made.id);
  }
}
