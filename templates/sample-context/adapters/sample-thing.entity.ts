import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SampleThingState } from '../domain/sample-thing.js';

@Entity('sample_things')
export class SampleThingEntity implements SampleThingState {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  name!: string;

  @Column({ name: 'created_at', type: 'datetime' })
  createdAt!: Date;

  @Column({ type: 'int' })
  version!: number;
}
