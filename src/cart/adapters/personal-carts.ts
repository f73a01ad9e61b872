import { asDate, asDateOrNull, Database, ConcurrencyConflict } from '#platform/database';
import { type ExportSection, HoldsPersonalData, PersonalDataHolder } from '#platform/privacy';
import { Carts } from '../domain/carts.js';
import { takenLines, type TakeOutRow } from './sql-take-outs.js';

/** What somebody means to buy, has had in the cart a while ago, and could not put in. */
@HoldsPersonalData()
export class PersonalCarts extends PersonalDataHolder {
  constructor(
    private readonly database: Database,
    private readonly carts: Carts,
  ) {
    super();
  }

  sections(personId: string): readonly ExportSection[] {
    return [
      { name: 'cart', records: () => this.lines(personId) },
      { name: 'cartTakeOuts', records: () => this.takeOuts(personId) },
      { name: 'cartMerges', records: () => this.merges(personId) },
    ];
  }

  async assertErasable(): Promise<void> {}

  /**
   * In the sequence in which the reactions to orders lock: a return that is under way comes first, or finds nothing to return.
   * @throws ConcurrencyConflict when an order took something out while the cart was waited for: from the start, since to lock that
   * now would be out of sequence
   */
  async erase(personId: string): Promise<void> {
    const { forUpdate } = this.database;
    await this.database.execute('DELETE FROM cart_take_outs WHERE customer_id = ?', [personId]);
    await this.database.query(`SELECT customer_id FROM carts WHERE customer_id = ?${forUpdate}`, [personId]);
    const takenMeanwhile = 'SELECT order_id FROM cart_take_outs WHERE customer_id = ? LIMIT 1';
    if ((await this.database.query(takenMeanwhile, [personId])).length > 0) throw new ConcurrencyConflict();
    for (const table of ['cart_lines', 'carts', 'cart_merges'])
      await this.database.execute(`DELETE FROM ${table} WHERE customer_id = ?`, [personId]);
  }

  private async *lines(personId: string): AsyncIterable<object> {
    yield* (await this.carts.of(personId)).lines;
  }

  private async *takeOuts(personId: string): AsyncIterable<object> {
    const rows = await this.database.query<TakeOutRow>(
      `SELECT order_id, customer_id, taken_lines, placed_at, cancelled_at FROM cart_take_outs
       WHERE customer_id = ? ORDER BY order_id`,
      [personId],
    );
    for (const row of rows)
      yield {
        orderId: row.order_id,
        placedAt: asDateOrNull(row.placed_at),
        cancelledAt: asDateOrNull(row.cancelled_at),
        lines: takenLines(row.taken_lines),
      };
  }

  private async *merges(personId: string): AsyncIterable<object> {
    const rows = await this.database.query<{ refused_lines: string; merged_at: unknown }>(
      'SELECT refused_lines, merged_at FROM cart_merges WHERE customer_id = ? ORDER BY id',
      [personId],
    );
    for (const { refused_lines: refused, merged_at: at } of rows)
      yield { at: asDate(at), refused: JSON.parse(refused) as object[] };
  }
}
