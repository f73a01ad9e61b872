import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { Outbox } from '#platform/events';
import { SampleThingNotFound } from '../domain/errors.js';
import { SampleThing } from '../domain/sample-thing.js';
import { SampleThings } from '../domain/sample-things.js';
import { SampleThingEntity } from './sample-thing.entity.js';

@Injectable()
export class SqlSampleThings extends SampleThings {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  async add(sampleThing: SampleThing): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.manager.insert(SampleThingEntity, sampleThing.state);
      await this.publish(sampleThing);
    });
  }

  change(id: string, mutate: (sampleThing: SampleThing) => void): Promise<SampleThing> {
    return this.database.transaction(async () => {
      const sampleThing = SampleThing.restore(await this.lock(id));
      const { version } = sampleThing.state;
      mutate(sampleThing);
      if (sampleThing.state.version === version) return sampleThing;
      const { affected } = await this.database.manager.update(SampleThingEntity, { id, version }, sampleThing.state);
      if (affected !== 1) throw new Error(`Sample thing ${id} was changed by somebody else`);
      await this.publish(sampleThing);
      return sampleThing;
    });
  }

  private async publish(sampleThing: SampleThing): Promise<void> {
    const { id, version } = sampleThing.state;
    await this.outbox.append([{ aggregateId: id, version, events: sampleThing.takeEvents() }]);
  }

  private async lock(id: string): Promise<SampleThingEntity> {
    const lock = this.database.dialect === 'mysql' ? ({ mode: 'pessimistic_write' } as const) : undefined;
    const row = await this.database.manager.findOne(SampleThingEntity, { where: { id }, ...(lock && { lock }) });
    if (!row) throw new SampleThingNotFound();
    return row;
  }
}
