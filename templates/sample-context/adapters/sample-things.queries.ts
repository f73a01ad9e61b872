import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Database } from '#platform/database';
import { pageOf, type StaffPage, type StaffPageRequest } from '#platform/http';
import { SampleThingNotFound } from '../domain/errors.js';
import type { SampleThingState } from '../domain/sample-thing.js';
import { SampleThingEntity } from './sample-thing.entity.js';

export type SampleThingView = Omit<SampleThingState, 'version'>;

@Injectable()
export class SampleThingQueries {
  constructor(private readonly database: Database) {}

  /** @throws SampleThingNotFound */
  async one(id: string): Promise<SampleThingView> {
    const row = await this.database.manager.findOneBy(SampleThingEntity, { id });
    if (!row) throw new SampleThingNotFound();
    return viewOf(row);
  }

  async list({ limit, after, offset }: StaffPageRequest): Promise<StaffPage<SampleThingView>> {
    const rows = await this.database.manager.find(SampleThingEntity, {
      where: after === null ? {} : { id: LessThan(after) },
      order: { id: 'DESC' },
      take: limit + 1,
      skip: offset ?? 0,
    });
    const total = offset === null ? {} : { total: await this.database.manager.count(SampleThingEntity) };
    return { ...pageOf(rows.map(viewOf), limit), ...total };
  }
}

/** All that is kept but the version. */
function viewOf({ version: _, ...view }: SampleThingState): SampleThingView {
  return view;
}
