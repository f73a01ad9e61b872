import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, type SqlValue } from '#platform/database';
import {
  type Page,
  pageOf,
  type PageRequest,
  readStaffPage,
  type StaffPage,
  type StaffPageRequest,
} from '#platform/http';
import type { CouponTerms } from '../domain/coupon-terms.js';
import type { CouponTemplateState, Validity } from '../domain/coupon-template.js';
import type { CouponStatus } from '../domain/coupon.js';
import { CouponNotFound, CouponTemplateNotFound } from '../domain/errors.js';
import {
  COUPON_COLUMNS,
  couponFrom,
  type CouponRow,
  TEMPLATE_COLUMNS,
  templateFrom,
  type TemplateRow,
} from './coupon-rows.js';

export type TemplateView = Omit<CouponTemplateState, 'version'>;

/** A coupon that can be claimed now. */
export interface ClaimableView extends CouponTerms {
  readonly id: string;
  readonly validity: Validity;
  readonly shopperLimit: number;
  readonly claimUntil: Date;
  readonly left: number;
  /** How many of them the shopper has claimed. */
  readonly mine: number;
}

export interface CouponView extends CouponTerms {
  readonly id: string;
  readonly templateId: string;
  readonly validFrom: Date;
  readonly validUntil: Date;
  readonly status: CouponStatus;
  readonly orderId: string | null;
  readonly claimedAt: Date;
  readonly usedAt: Date | null;
}

/** Coupons whose time is over are shown as expired, also before a job has marked them. */
const IN_STATUS: Readonly<Record<CouponStatus, string>> = {
  UNUSED: `status = 'UNUSED' AND valid_until > ?`,
  USED: `status = 'USED' AND ? IS NOT NULL`,
  EXPIRED: `status <> 'USED' AND (status = 'EXPIRED' OR valid_until <= ?)`,
};

@Injectable()
export class CouponQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws CouponTemplateNotFound */
  async template(id: string): Promise<TemplateView> {
    const [row] = await this.database.query<TemplateRow>(
      `SELECT ${TEMPLATE_COLUMNS} FROM coupon_templates WHERE id = ?`,
      [id],
    );
    if (!row) throw new CouponTemplateNotFound();
    return templateView(row);
  }

  templates(request: StaffPageRequest): Promise<StaffPage<TemplateView>> {
    const rows = { table: 'coupon_templates', columns: TEMPLATE_COLUMNS };
    return this.database.reading((from) => readStaffPage(from, rows, request, templateView));
  }

  /** Newest first. */
  async claimable(customerId: string, { limit, after }: PageRequest): Promise<Page<ClaimableView>> {
    const now = this.clock.now();
    const rows = await this.database.query<TemplateRow & { mine: unknown }>(
      `SELECT ${TEMPLATE_COLUMNS}, (SELECT COUNT(*) FROM coupons
         WHERE coupons.template_id = coupon_templates.id AND coupons.customer_id = ?) AS mine
       FROM coupon_templates WHERE id < ? AND closed_at IS NULL AND claim_from <= ? AND claim_until > ?
         AND claimed < total_limit ORDER BY id DESC LIMIT ${limit + 1}`,
      [customerId, after ?? '~', now, now],
    );
    return pageOf(rows.map(claimableView), limit);
  }

  /** @throws CouponNotFound: also for somebody else's */
  async coupon(id: string, customerId: string): Promise<CouponView> {
    const [coupon] = await this.read('id = ? AND customer_id = ?', [id, customerId], 1);
    if (!coupon) throw new CouponNotFound();
    return coupon;
  }

  async coupons(
    customerId: string,
    status: CouponStatus | undefined,
    { limit, after }: PageRequest,
  ): Promise<Page<CouponView>> {
    const [ofStatus, values] = status === undefined ? ['', []] : [` AND ${IN_STATUS[status]}`, [this.clock.now()]];
    const found = await this.read(
      `customer_id = ? AND id < ?${ofStatus}`,
      [customerId, after ?? '~', ...values],
      limit + 1,
    );
    return pageOf(found, limit);
  }

  private async read(where: string, values: readonly SqlValue[], limit: number): Promise<CouponView[]> {
    const rows = await this.database.query<CouponRow>(
      `SELECT ${COUPON_COLUMNS} FROM coupons WHERE ${where} ORDER BY id DESC LIMIT ${limit}`,
      values,
    );
    const now = this.clock.now();
    return rows.map((row) => couponView(row, now));
  }
}

export function couponView(row: CouponRow, now: Date): CouponView {
  const { id, templateId, terms, period, status, orderId, claimedAt, usedAt } = couponFrom(row);
  const shown = status === 'UNUSED' && period.until <= now ? 'EXPIRED' : status;
  return {
    id,
    templateId,
    ...terms,
    validFrom: period.from,
    validUntil: period.until,
    status: shown,
    orderId,
    claimedAt,
    usedAt,
  };
}

/** All that is kept but the version. */
function templateView(row: TemplateRow): TemplateView {
  return withoutVersion(templateFrom(row));
}

function withoutVersion({ version: _, ...view }: CouponTemplateState): TemplateView {
  return view;
}

function claimableView(row: TemplateRow & { mine: unknown }): ClaimableView {
  const { id, name, benefit, thresholdFen, scope, validity, shopperLimit, claimUntil, totalLimit, claimed } =
    templateFrom(row);
  const terms = { id, name, benefit, thresholdFen, scope, validity };
  return { ...terms, shopperLimit, claimUntil, left: totalLimit - claimed, mine: Number(row.mine) };
}
