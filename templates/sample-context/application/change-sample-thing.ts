import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '#platform/audit';
import { Database } from '#platform/database';
import type { SampleThingChanges } from '../domain/sample-thing.js';
import { SampleThings } from '../domain/sample-things.js';

export interface ChangeSampleThingCommand {
  readonly sampleThingId: string;
  readonly changes: SampleThingChanges;
  readonly actor: Actor;
}

@Injectable()
export class ChangeSampleThing {
  constructor(
    private readonly sampleThings: SampleThings,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /** @throws SampleThingNotFound, SampleThingNeedsName */
  async execute({ sampleThingId, changes, actor }: ChangeSampleThingCommand): Promise<void> {
    await this.database.transaction(async () => {
      await this.sampleThings.change(sampleThingId, (sampleThing) => sampleThing.change(changes));
      await this.audit.record({ type: 'sample-thing.changed', actor, subject: sampleThingId });
    });
  }
}
