import { Controller, Post } from '@nestjs/common';
import { Answers, CurrentShopper, IdParam, type Shopper, Tag } from '#platform/http';
import { orderResponse, type OrderView } from '../../order/index.js';
import type { PaymentArguments } from '../application/payment-gateway.js';
import { StartPayment } from '../application/start-payment.js';
import { SyncPayment } from '../application/sync-payment.js';
import { paymentArgumentsSchema } from './payments.schemas.js';

@Tag('payments')
@Controller('orders/:id/payment')
export class PaymentsController {
  constructor(
    private readonly startPayment: StartPayment,
    private readonly syncPayment: SyncPayment,
  ) {}

  @Post()
  @Answers('Arguments of wx.requestPayment for an unpaid order; asking again is harmless', {
    data: paymentArgumentsSchema,
    refusals: [4001, 4002, 5002, 6001, 6002],
  })
  start(@CurrentShopper() shopper: Shopper, @IdParam() orderId: string): Promise<PaymentArguments> {
    return this.startPayment.execute({ orderId, customerId: shopper.id, account: shopper.account });
  }

  @Post('sync')
  @Answers('Ask WeChat Pay whether the order is paid; to be called on return from payment', {
    data: orderResponse,
    refusals: [4001, 6001, 6002],
  })
  sync(@CurrentShopper() shopper: Shopper, @IdParam() orderId: string): Promise<OrderView> {
    return this.syncPayment.execute({ orderId, customerId: shopper.id });
  }
}
