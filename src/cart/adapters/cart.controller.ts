import { Body, Controller, Delete, Get, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Answers, CurrentShopper, IdParam, type Shopper, Tag } from '#platform/http';
import {
  type IdempotencyKey,
  OptionalIdempotencyKey,
  RequiredIdempotencyKey,
  sayIfReplayed,
} from '#platform/idempotency';
import { COUPON_REFUSALS, orderResponse, type OrderView } from '../../order/index.js';
import { AddToCart } from '../application/add-to-cart.js';
import type { CartView } from '../application/cart-view.js';
import { ChangeLine } from '../application/change-line.js';
import { EmptyCart } from '../application/empty-cart.js';
import { MergeIntoCart } from '../application/merge-into-cart.js';
import type { RefusedLine } from '../application/merges.js';
import { OrderFromCart } from '../application/order-from-cart.js';
import { RemoveLine } from '../application/remove-line.js';
import { SelectLines } from '../application/select-lines.js';
import { ShowCart } from '../application/show-cart.js';
import {
  cartOrder,
  type CartOrder,
  cartResponse,
  lineChanges,
  type LineChanges,
  merge,
  type MergeBody,
  mergedSchema,
  newLine,
  type NewLine,
  selection,
  type Selection,
} from './cart.schemas.js';

@Tag('cart')
@Controller('cart')
export class CartController {
  constructor(
    private readonly showCart: ShowCart,
    private readonly addToCart: AddToCart,
    private readonly changeLine: ChangeLine,
    private readonly removeLine: RemoveLine,
    private readonly selectLines: SelectLines,
    private readonly emptyCart: EmptyCart,
    private readonly mergeIntoCart: MergeIntoCart,
    private readonly orderFromCart: OrderFromCart,
  ) {}

  @Get()
  @Answers('My cart, at the names, prices and stock of this moment', { data: cartResponse })
  show(@CurrentShopper() { id: customerId }: Shopper): Promise<CartView> {
    return this.showCart.execute({ customerId });
  }

  @Post('lines')
  @Answers('Put something in, added to what is there', { data: cartResponse, refusals: [1001, 2002, 2003, 7002, 7003] })
  async add(
    @CurrentShopper() { id: customerId }: Shopper,
    @Body({ schema: newLine }) line: NewLine,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CartView> {
    sayIfReplayed(reply, await this.addToCart.execute({ customerId, ...line, key }));
    return this.showCart.execute({ customerId });
  }

  @Put('lines/:skuId')
  @Answers('Change the named fields of a line', { data: cartResponse, refusals: [7001] })
  async change(
    @CurrentShopper() { id: customerId }: Shopper,
    @IdParam('skuId') skuId: string,
    @Body({ schema: lineChanges }) changes: LineChanges,
  ): Promise<CartView> {
    await this.changeLine.execute({ customerId, skuId, changes });
    return this.showCart.execute({ customerId });
  }

  @Delete('lines/:skuId')
  @Answers('Take a line out', { refusals: [7001] })
  async remove(@CurrentShopper() { id: customerId }: Shopper, @IdParam('skuId') skuId: string): Promise<void> {
    await this.removeLine.execute({ customerId, skuId });
  }

  @Put('selection')
  @Answers('Select lines, or no longer', { data: cartResponse, refusals: [7001] })
  async select(
    @CurrentShopper() { id: customerId }: Shopper,
    @Body({ schema: selection }) { selected, skuIds }: Selection,
  ): Promise<CartView> {
    await this.selectLines.execute({ customerId, selected, skuIds: skuIds ?? null });
    return this.showCart.execute({ customerId });
  }

  @Delete()
  @Answers('Empty the cart')
  async clear(@CurrentShopper() { id: customerId }: Shopper): Promise<void> {
    await this.emptyCart.execute({ customerId });
  }

  @Post('merge')
  @Answers('Add what was collected on the phone before signing in', {
    data: mergedSchema,
    refusals: [1001, 4003, 4004, 4005],
  })
  async merge(
    @CurrentShopper() { id: customerId }: Shopper,
    @Body({ schema: merge }) { lines }: MergeBody,
    @RequiredIdempotencyKey() key: IdempotencyKey,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ cart: CartView; refused: readonly RefusedLine[] }> {
    const wanted = lines.map(({ selected = true, ...units }) => ({ ...units, selected }));
    const merged = await this.mergeIntoCart.execute({ customerId, lines: wanted, key });
    sayIfReplayed(reply, merged);
    return { cart: await this.showCart.execute({ customerId }), refused: merged.refused };
  }

  @Post('orders')
  @Answers('Order lines of the cart, as many units as are there', {
    status: 201,
    data: orderResponse,
    refusals: [1002, 2002, 2003, 3001, 4003, 4004, 4005, 4006, 4007, 6003, 7001, ...COUPON_REFUSALS],
  })
  async order(
    @CurrentShopper() shopper: Shopper,
    @Body({ schema: cartOrder }) { skuIds, ...order }: CartOrder,
    @RequiredIdempotencyKey() key: IdempotencyKey,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    const { order: placed, replayed } = await this.orderFromCart.execute({ shopper, skuIds, order, key });
    sayIfReplayed(reply, { replayed });
    return placed;
  }
}
