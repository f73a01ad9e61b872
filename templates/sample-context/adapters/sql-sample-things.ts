import { Injectable } from '@nestjs/common';
import { asDate, Database } from '#platform/database';
import { Outbox } from '#platform/events';
import { SampleThingNotFound } from '../domain/errors.js';
import { SampleThing } from '../domain/sample-thing.js';
import { SampleThings } from '../domain/sample-things.js';

interface SampleThingRow {
  readonly id: string;
  readonly name: string;
  readonly created_at: unknown;
  readonly version: unknown;
}

@Injectable()
export class SqlSampleThings extends SampleThings {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  async add(sampleThing: SampleThing): Promise<void> {
    const { id, name, createdAt, version } = sampleThing.state;
    await this.database.transaction(async () => {
      await this.database.execute('INSERT INTO sample_things (id, name, created_at, version) VALUES (?, ?, ?, ?)', [
        id,
        name,
        createdAt,
        version,
      ]);
      await this.publish(sampleThing);
    });
  }

  change(id: string, mutate: (sampleThing: SampleThing) => void): Promise<SampleThing> {
    return this.database.transaction(async () => {
      const sampleThing = await this.lock(id);
      const before = sampleThing.state.version;
      mutate(sampleThing);
      const { name, version } = sampleThing.state;
      if (version === before) return sampleThing;
      const changed = await this.database.execute(
        'UPDATE sample_things SET name = ?, version = ? WHERE id = ? AND version = ?',
        [name, version, id, before],
      );
      if (changed !== 1) throw new Error(`Sample thing ${id} was changed by somebody else`);
      await this.publish(sampleThing);
      return sampleThing;
    });
  }

  private async publish(sampleThing: SampleThing): Promise<void> {
    const { id, version } = sampleThing.state;
    await this.outbox.append([{ aggregateId: id, version, events: sampleThing.takeEvents() }]);
  }

  private async lock(id: string): Promise<SampleThing> {
    const [row] = await this.database.query<SampleThingRow>(
      `SELECT id, name, created_at, version FROM sample_things WHERE id = ?${this.database.forUpdate}`,
      [id],
    );
    if (!row) throw new SampleThingNotFound();
    return SampleThing.restore({
      id: row.id,
      name: row.name,
      createdAt: asDate(row.created_at),
      version: Number(row.version),
    });
  }
}
