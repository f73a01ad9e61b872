import { Body, Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Actor, CurrentActor } from '#platform/audit';
import { Answers, ForStaff, Tag } from '#platform/http';
import { type IdempotencyKey, OptionalIdempotencyKey, sayIfReplayed } from '#platform/idempotency';
import { RevealAddresses } from '../application/reveal-addresses.js';
import { labelsBody } from './order.schemas.js';
import { shippingLabels } from './shipping-labels.js';

@Tag('orders (staff)')
@Controller('admin/shipping-labels')
export class ShippingLabelsController {
  constructor(private readonly revealAddresses: RevealAddresses) {}

  @Post()
  @ForStaff('personal-data:reveal')
  @Answers('Full addresses as CSV; who asked and why is on record', {
    data: z.string().describe('CSV with a byte order mark, RFC 4180'),
    refusals: [4001, 4003, 4004, 4005],
  })
  async print(
    @Body({ schema: labelsBody }) { orderIds, reason }: z.output<typeof labelsBody>,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const purpose = 'data.labels-printed';
    const revealed = await this.revealAddresses.execute({ orderIds, reason, purpose, actor, key });
    sayIfReplayed(reply, revealed);
    return shippingLabels(revealed.addresses);
  }
}
