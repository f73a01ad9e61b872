import { Body, Controller, Get, Put } from '@nestjs/common';
import { Answers, CurrentShopper, type Shopper, Tag } from '#platform/http';
import { RecordConsents } from '../application/record-consents.js';
import type { Consent } from '../domain/consent-book.js';
import { consents, decisions, type Decisions } from './consents.schemas.js';
import { UserQueries } from './user.queries.js';

@Tag('users')
@Controller('users/me/consents')
export class ConsentsController {
  constructor(
    private readonly queries: UserQueries,
    private readonly recordConsents: RecordConsents,
  ) {}

  @Get()
  @Answers('What you have agreed to and refused', { data: consents })
  async list(@CurrentShopper() shopper: Shopper): Promise<{ items: Consent[] }> {
    return { items: await this.queries.consents(shopper.id) };
  }

  @Put()
  @Answers('Agree or refuse, for the purposes named', { data: consents, refusals: [409, 1001] })
  async record(
    @CurrentShopper() shopper: Shopper,
    @Body({ schema: decisions }) { items }: Decisions,
  ): Promise<{ items: Consent[] }> {
    const said = items.map(({ scene = null, ...rest }) => ({ ...rest, scene }));
    await this.recordConsents.execute({ userId: shopper.id, decisions: said });
    return { items: await this.queries.consents(shopper.id) };
  }
}
