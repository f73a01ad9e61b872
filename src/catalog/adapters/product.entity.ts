import { Column, DeleteDateColumn, Entity, PrimaryColumn } from 'typeorm';

@Entity('products')
export class ProductEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  name!: string;

  @Column({ type: 'text' })
  description!: string;

  /** What the search looks in: see searchableText. */
  @Column({ type: 'text' })
  searchable!: string;

  @Column({ name: 'image_url', type: 'varchar' })
  imageUrl!: string;

  /** Null only when the product is deleted and its category is gone. */
  @Column({ name: 'category_id', type: 'varchar', nullable: true })
  categoryId!: string | null;

  /** Integer fen. */
  @Column({ name: 'price_fen', type: 'bigint' })
  priceFen!: number;

  @Column({ name: 'on_shelf', type: 'boolean' })
  onShelf!: boolean;

  /** Whether shoppers see it: on the shelf with a SKU on the shelf, and not deleted. */
  @Column({ type: 'boolean' })
  shown!: boolean;

  @DeleteDateColumn({ name: 'deleted_at', type: 'datetime', precision: 3 })
  deletedAt!: Date | null;
}
