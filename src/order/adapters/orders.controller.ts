import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Answers, CurrentShopper, IdParam, page, type Page, pageRequest, type Shopper, Tag } from '#platform/http';
import { type IdempotencyKey, RequiredIdempotencyKey, sayIfReplayed } from '#platform/idempotency';
import { CancelOrder } from '../application/cancel-order.js';
import { ConfirmReceipt } from '../application/confirm-receipt.js';
import { GatheredPlacements } from '../application/gathered-placements.js';
import type { OrderView, RefundView } from '../application/order-view.js';
import { RequestRefund } from '../application/request-refund.js';
import { OrderQueries } from './order.queries.js';
import { orderListQuery, orderSchema, placeOrderBody, refundRequestBody, refundSchema } from './order.schemas.js';

@Tag('orders')
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly placements: GatheredPlacements,
    private readonly cancelOrder: CancelOrder,
    private readonly confirmReceipt: ConfirmReceipt,
    private readonly requestRefund: RequestRefund,
    private readonly queries: OrderQueries,
  ) {}

  @Post()
  @Answers('Place an order; its stock is reserved', {
    status: 201,
    data: orderSchema,
    refusals: [1002, 2002, 2003, 3001, 4003, 4004, 4005, 4006, 4007, 6003],
  })
  async place(
    @CurrentShopper() shopper: Shopper,
    @Body({ schema: placeOrderBody }) order: z.output<typeof placeOrderBody>,
    @RequiredIdempotencyKey() key: IdempotencyKey,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    const { items, addressId = null, remark = null, expectedTotalFen = null } = order;
    const { id: customerId, account } = shopper;
    const command = { customerId, account, items, addressId, remark, expectedTotalFen, key };
    const placement = await this.placements.place(command);
    if ('refused' in placement) throw placement.refused;
    if ('placed' in placement) return placement.placed;
    sayIfReplayed(reply, { id: placement.replayed, replayed: true });
    return this.queries.view(placement.replayed, shopper.id);
  }

  @Get()
  @Answers('My orders', { data: page(orderSchema) })
  list(
    @CurrentShopper() shopper: Shopper,
    @Query({ schema: orderListQuery }) query: z.output<typeof orderListQuery>,
  ): Promise<Page<OrderView>> {
    return this.queries.list(shopper.id, query.status, pageRequest(query));
  }

  @Get(':id')
  @Answers('One of my orders', { data: orderSchema, refusals: [4001] })
  get(@CurrentShopper() shopper: Shopper, @IdParam() orderId: string): Promise<OrderView> {
    return this.queries.view(orderId, shopper.id);
  }

  @Post(':id/cancel')
  @Answers('Cancel an unpaid order; asking twice is harmless', { data: orderSchema, refusals: [4001, 4002] })
  async cancel(@CurrentShopper() shopper: Shopper, @IdParam() orderId: string): Promise<OrderView> {
    await this.cancelOrder.execute({ orderId, customerId: shopper.id });
    return this.queries.view(orderId, shopper.id);
  }

  @Post(':id/receipt')
  @Answers('The goods have arrived; asking twice is harmless', { data: orderSchema, refusals: [4001, 4002] })
  async receive(@CurrentShopper() shopper: Shopper, @IdParam() orderId: string): Promise<OrderView> {
    await this.confirmReceipt.execute({ orderId, customerId: shopper.id });
    return this.queries.view(orderId, shopper.id);
  }

  @Post(':id/refunds')
  @Answers('Ask for money back', {
    status: 201,
    data: refundSchema,
    refusals: [4001, 4002, 4003, 4004, 4005, 5003],
  })
  async refund(
    @CurrentShopper() shopper: Shopper,
    @IdParam() orderId: string,
    @Body({ schema: refundRequestBody }) { reason, amountFen = null }: z.output<typeof refundRequestBody>,
    @RequiredIdempotencyKey() key: IdempotencyKey,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RefundView | undefined> {
    const made = await this.requestRefund.execute({ orderId, customerId: shopper.id, amountFen, reason, key });
    sayIfReplayed(reply, made);
    const { refunds } = await this.queries.view(orderId, shopper.id);
    return refunds.find(({ id }) => id === made.id);
  }
}
