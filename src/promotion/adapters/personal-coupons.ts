import { Clock } from '#kernel';
import { asDate, asDateOrNull, Database, inPages } from '#platform/database';
import { type ExportSection, HoldsPersonalData, PersonalDataHolder } from '#platform/privacy';
import { Coupons } from '../domain/coupons.js';
import { COUPON_COLUMNS, type CouponRow } from './coupon-rows.js';
import { type CouponView, couponView } from './coupon.queries.js';

interface TakingRow {
  readonly id: string;
  readonly flash_price_id: string;
  readonly units: number;
  readonly taken_at: unknown;
  readonly given_back_at: unknown;
}

const PAGE = 100;

/** A person's coupons and what they bought at flash prices. Nothing of it names anybody but by the person's id. */
@HoldsPersonalData()
export class PersonalCoupons extends PersonalDataHolder {
  constructor(
    private readonly database: Database,
    private readonly coupons: Coupons,
    private readonly clock: Clock,
  ) {
    super();
  }

  sections(personId: string): readonly ExportSection[] {
    return [
      { name: 'coupons', records: () => this.couponsOf(personId) },
      { name: 'flashPurchases', records: () => this.takingsOf(personId) },
    ];
  }

  async assertErasable(): Promise<void> {}

  /** Nobody is left to use what is unused, or is given back later. The rows stay, so that what is claimed adds up. */
  erase(personId: string): Promise<void> {
    const now = this.clock.now();
    return this.coupons.changeAllOf(personId, (coupon) => coupon.end(now));
  }

  private couponsOf(personId: string): AsyncIterable<CouponView> {
    return inPages<CouponView>(PAGE, async (last) => {
      const rows = await this.database.query<CouponRow>(
        `SELECT ${COUPON_COLUMNS} FROM coupons WHERE customer_id = ? AND id > ? ORDER BY id LIMIT ${PAGE}`,
        [personId, last?.id ?? ''],
      );
      return rows.map((row) => couponView(row, this.clock.now()));
    });
  }

  private async *takingsOf(personId: string): AsyncIterable<object> {
    const rows = inPages<TakingRow>(PAGE, (last) =>
      this.database.query<TakingRow>(
        `SELECT order_id AS id, flash_price_id, units, taken_at, given_back_at FROM flash_takings
         WHERE customer_id = ? AND (order_id > ? OR (order_id = ? AND flash_price_id > ?))
         ORDER BY order_id, flash_price_id LIMIT ${PAGE}`,
        [personId, last?.id ?? '', last?.id ?? '', last?.flash_price_id ?? ''],
      ),
    );
    for await (const { id, flash_price_id, units, taken_at, given_back_at } of rows) {
      yield {
        orderId: id,
        flashPriceId: flash_price_id,
        units,
        takenAt: asDate(taken_at),
        givenBackAt: asDateOrNull(given_back_at),
      };
    }
  }
}
