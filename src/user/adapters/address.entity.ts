import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('user_addresses')
export class AddressEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 })
  id!: string;

  @Column({ name: 'user_id', type: 'varchar', length: 26 })
  userId!: string;

  /** The whole postal address, sealed. */
  @Column({ type: 'text' })
  content!: string;

  @Column({ name: 'is_default', type: 'boolean' })
  isDefault!: boolean;
}
