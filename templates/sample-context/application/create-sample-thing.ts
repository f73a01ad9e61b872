import { Injectable } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { SampleThing } from '../domain/sample-thing.js';
import { SampleThings } from '../domain/sample-things.js';

export interface CreateSampleThingCommand {
  readonly name: string;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

@Injectable()
export class CreateSampleThing {
  constructor(
    private readonly sampleThings: SampleThings,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /** @throws SampleThingNeedsName */
  execute({ name, actor, key }: CreateSampleThingCommand): Promise<IdempotentResult> {
    const id = newId();
    return this.idempotency.once(key, id, async () => {
      await this.sampleThings.add(SampleThing.create({ id, name, at: this.clock.now() }));
      await this.audit.record({ type: 'sample-thing.created', actor, subject: id });
    });
  }
}
