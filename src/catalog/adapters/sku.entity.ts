import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SkuAttributes } from '../domain/sku.js';

@Entity('skus')
export class SkuEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ name: 'product_id', type: 'varchar' })
  productId!: string;

  /** Place among the SKUs of its product, from 0. */
  @Column({ type: 'int' })
  position!: number;

  @Column({ type: 'varchar' })
  name!: string;

  @Column({ type: 'simple-json' })
  attributes!: SkuAttributes;

  /** Integer fen. */
  @Column({ name: 'price_fen', type: 'bigint' })
  priceFen!: number;

  @Column({ name: 'on_shelf', type: 'boolean' })
  onShelf!: boolean;
}
