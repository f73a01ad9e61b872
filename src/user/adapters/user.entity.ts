import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('users')
export class UserEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 })
  id!: string;

  @Column({ type: 'varchar', length: 255 })
  nickname!: string;

  @Column({ name: 'avatar_url', type: 'varchar', length: 255 })
  avatarUrl!: string;

  /** Sealed. */
  @Column({ type: 'text', nullable: true })
  phone!: string | null;

  /** Counts the changes from 1. */
  @Column({ type: 'int' })
  version!: number;

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt!: Date;
}
