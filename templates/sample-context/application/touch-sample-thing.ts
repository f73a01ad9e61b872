import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { SampleThings } from '../domain/sample-things.js';

export interface TouchSampleThingCommand {
  readonly sampleThingId: string;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

@Injectable()
export class TouchSampleThing {
  constructor(
    private readonly sampleThings: SampleThings,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /** @throws SampleThingNotFound */
  execute({ sampleThingId, actor, key }: TouchSampleThingCommand): Promise<IdempotentResult> {
    return this.idempotency.once(key, sampleThingId, async () => {
      await this.sampleThings.change(sampleThingId, (sampleThing) => sampleThing.touch(this.clock.now()));
      await this.audit.record({ type: 'sample-thing.touched', actor, subject: sampleThingId });
    });
  }
}
