import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { type Actor, CurrentActor } from '#platform/audit';
import { Answers, ForStaff, IdParam, type StaffPage, staffPage, staffPageRequest, Tag } from '#platform/http';
import { type IdempotencyKey, OptionalIdempotencyKey, sayIfReplayed } from '#platform/idempotency';
import { CancelOrderAsStaff } from '../application/cancel-order-as-staff.js';
import { LookUpCustomer } from '../application/look-up-customer.js';
import { RevealAddresses } from '../application/reveal-addresses.js';
import { ShipOrder } from '../application/ship-order.js';
import type { DeliveryAddress } from '../domain/orders.js';
import { addressSchema, reasonBody, shipmentBody, staffOrderListQuery, staffOrderResponse } from './order.schemas.js';
import { StaffOrderQueries, type StaffOrderView } from './staff-order.queries.js';

@Tag('orders (staff)')
@Controller('admin/orders')
export class StaffOrdersController {
  constructor(
    private readonly shipOrder: ShipOrder,
    private readonly cancelOrder: CancelOrderAsStaff,
    private readonly revealAddresses: RevealAddresses,
    private readonly lookUpCustomer: LookUpCustomer,
    private readonly queries: StaffOrderQueries,
  ) {}

  @Get()
  @ForStaff('orders:read')
  @Answers('Orders, newest first', { data: staffPage(staffOrderResponse) })
  async list(
    @Query({ schema: staffOrderListQuery }) query: z.output<typeof staffOrderListQuery>,
    @CurrentActor() actor: Actor,
  ): Promise<StaffPage<StaffOrderView>> {
    const customerId = await this.lookUpCustomer.execute({ text: query.q ?? '', actor });
    return this.queries.list({ ...query, customerId }, staffPageRequest(query));
  }

  @Get(':id')
  @ForStaff('orders:read')
  @Answers('An order, its address masked', { data: staffOrderResponse, refusals: [4001] })
  get(@IdParam() orderId: string): Promise<StaffOrderView> {
    return this.queries.order(orderId);
  }

  @Post(':id/shipment')
  @ForStaff('orders:ship')
  @Answers('The goods are on their way', { data: staffOrderResponse, refusals: [4001, 4002, 4004, 4005] })
  async ship(
    @IdParam() orderId: string,
    @Body({ schema: shipmentBody }) shipment: z.output<typeof shipmentBody>,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StaffOrderView> {
    sayIfReplayed(reply, await this.shipOrder.execute({ orderId, shipment, actor, key }));
    return this.queries.order(orderId);
  }

  @Post(':id/cancel')
  @ForStaff('orders:cancel')
  @Answers('Cancel an unpaid order for the shopper', { data: staffOrderResponse, refusals: [4001, 4002, 4004, 4005] })
  async cancel(
    @IdParam() orderId: string,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StaffOrderView> {
    sayIfReplayed(reply, await this.cancelOrder.execute({ orderId, actor, key }));
    return this.queries.order(orderId);
  }

  @Post(':id/address-reveal')
  @ForStaff('personal-data:reveal')
  @Answers('The full address; who asked and why is on record', {
    data: addressSchema,
    refusals: [4001, 4003, 4004, 4005],
  })
  async reveal(
    @IdParam() orderId: string,
    @Body({ schema: reasonBody }) { reason }: z.output<typeof reasonBody>,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeliveryAddress | undefined> {
    const purpose = 'data.address-revealed';
    const revealed = await this.revealAddresses.execute({ orderIds: [orderId], reason, purpose, actor, key });
    sayIfReplayed(reply, revealed);
    return revealed.addresses.get(orderId);
  }
}
