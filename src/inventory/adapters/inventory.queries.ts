import { Injectable } from '@nestjs/common';
import { asDate, Database, placeholders } from '#platform/database';
import { readStaffPage, type StaffPage, type StaffPageRequest } from '#platform/http';
import { StockLevelReader } from '../application/stock-level-reader.js';
import { StockItemNotFound } from '../domain/errors.js';
import type { MovementType } from '../domain/stock-item.js';

export interface StockView {
  readonly skuId: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly sold: number;
}

export interface MovementView {
  readonly id: string;
  readonly type: MovementType;
  readonly quantity: number;
  readonly orderId: string | null;
  readonly reason: string | null;
  readonly at: Date;
}

@Injectable()
export class InventoryQueries extends StockLevelReader {
  constructor(private readonly database: Database) {
    super();
  }

  /** @throws StockItemNotFound */
  async stock(skuId: string): Promise<StockView> {
    const [row] = await this.database.query('SELECT available, reserved, sold FROM stock_items WHERE sku_id = ?', [
      skuId,
    ]);
    if (!row) throw new StockItemNotFound(skuId);
    const available = Number(row['available']);
    const reserved = Number(row['reserved']);
    return { skuId, onHand: available + reserved, reserved, available, sold: Number(row['sold']) };
  }

  /** @throws StockItemNotFound */
  async movements(skuId: string, request: StaffPageRequest): Promise<StaffPage<MovementView>> {
    await this.stock(skuId);
    const columns = 'id, type, quantity, order_id, reason, moved_at';
    const rows = { table: 'stock_movements', columns, where: 'sku_id = ?', values: [skuId] };
    return this.database.reading((from) => readStaffPage(from, rows, request, movementView));
  }

  async available(skuIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (skuIds.length === 0) return new Map();
    const rows = await this.database.query(
      `SELECT sku_id, available FROM stock_items WHERE sku_id IN (${placeholders(skuIds.length)})`,
      skuIds,
    );
    return new Map(rows.map((row) => [String(row['sku_id']), Number(row['available'])]));
  }
}

function movementView(row: Record<string, unknown>): MovementView {
  return {
    id: String(row['id']),
    type: row['type'] as MovementType,
    quantity: Number(row['quantity']),
    orderId: row['order_id'] as string | null,
    reason: row['reason'] as string | null,
    at: asDate(row['moved_at']),
  };
}
