import { asDate, type Database, type Row } from '#platform/database';
import { textIn } from './columns.js';

interface Counts {
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
  readonly onHand: number;
}

/** A line of the stock ledger, and how the SKU stood when it was read. */
export interface Movement {
  readonly at: string;
  readonly id: string;
  readonly skuId: string;
  readonly type: string;
  readonly quantity: number;
  readonly orderId: string | null;
  readonly stock: Counts;
}

export class StockRows {
  constructor(private readonly database: Database) {}

  /** SKUs that moved last, with the names they are sold under. */
  async levels(limit: number) {
    const rows = await this.database.query(
      `SELECT s.sku_id, s.available, s.reserved, s.sold, k.name AS sku_name, k.price_fen, p.name AS product_name
       FROM stock_items s
       JOIN (SELECT sku_id, MAX(id) AS last_id FROM stock_movements GROUP BY sku_id ORDER BY last_id DESC LIMIT ${limit}) m
         ON m.sku_id = s.sku_id
       JOIN skus k ON k.id = s.sku_id JOIN products p ON p.id = k.product_id ORDER BY m.last_id DESC`,
    );
    return rows.map((row) => ({
      skuId: String(row['sku_id']),
      productName: String(row['product_name']),
      skuName: String(row['sku_name']),
      priceFen: Number(row['price_fen']),
      ...countsOf(row),
    }));
  }

  async levelOf(skuId: string): Promise<Counts | null> {
    const [row] = await this.database.query('SELECT * FROM stock_items WHERE sku_id = ?', [skuId]);
    return row ? countsOf(row) : null;
  }

  /** Movements made since, the oldest first. */
  async since(id: string, limit: number): Promise<Movement[]> {
    return this.read(`WHERE m.id >= ? ORDER BY m.id LIMIT ${limit}`, id);
  }

  async ofOrder(orderId: string): Promise<Movement[]> {
    return this.read('WHERE m.order_id = ? ORDER BY m.id', orderId);
  }

  private async read(rest: string, value: string): Promise<Movement[]> {
    const rows = await this.database.query(
      `SELECT m.id, m.sku_id, m.type, m.quantity, m.order_id, m.moved_at, s.available, s.reserved, s.sold
       FROM stock_movements m JOIN stock_items s ON s.sku_id = m.sku_id ${rest}`,
      [value],
    );
    return rows.map((row) => ({
      at: asDate(row['moved_at']).toISOString(),
      id: String(row['id']),
      skuId: String(row['sku_id']),
      type: String(row['type']),
      quantity: Number(row['quantity']),
      orderId: textIn(row, 'order_id'),
      stock: countsOf(row),
    }));
  }
}

function countsOf(row: Row): Counts {
  const [available, reserved, sold] = [Number(row['available']), Number(row['reserved']), Number(row['sold'])];
  return { available, reserved, sold, onHand: available + reserved };
}
