import { asDate, asDateOrNull, type SqlValue } from '#platform/database';
import type { Benefit, CouponTerms, Scope } from '../domain/coupon-terms.js';
import type { CouponTemplateState, Validity } from '../domain/coupon-template.js';
import type { CouponState, CouponStatus } from '../domain/coupon.js';

interface TermsRow {
  readonly name: string;
  readonly benefit: string;
  readonly threshold_fen: number | string;
  readonly scope: string;
}

export const TEMPLATE_COLUMNS =
  'id, name, benefit, threshold_fen, scope, validity, total_limit, shopper_limit, claim_from, claim_until, claimed, created_at, closed_at, version';

export interface TemplateRow extends TermsRow {
  readonly id: string;
  readonly validity: string;
  readonly total_limit: number;
  readonly shopper_limit: number;
  readonly claim_from: unknown;
  readonly claim_until: unknown;
  readonly claimed: number;
  readonly created_at: unknown;
  readonly closed_at: unknown;
  readonly version: number;
}

export const COUPON_COLUMNS =
  'id, template_id, customer_id, no, name, benefit, threshold_fen, scope, valid_from, valid_until, claimed_at, status, order_id, used_at';

export interface CouponRow extends TermsRow {
  readonly id: string;
  readonly template_id: string;
  readonly customer_id: string;
  readonly no: number;
  readonly valid_from: unknown;
  readonly valid_until: unknown;
  readonly claimed_at: unknown;
  readonly status: CouponStatus;
  readonly order_id: string | null;
  readonly used_at: unknown;
}

export function templateFrom(row: TemplateRow): CouponTemplateState {
  return {
    id: row.id,
    ...termsFrom(row),
    validity: validityFrom(row.validity),
    totalLimit: row.total_limit,
    shopperLimit: row.shopper_limit,
    claimFrom: asDate(row.claim_from),
    claimUntil: asDate(row.claim_until),
    claimed: row.claimed,
    createdAt: asDate(row.created_at),
    closedAt: asDateOrNull(row.closed_at),
    version: row.version,
  };
}

export function templateValues(state: CouponTemplateState): SqlValue[] {
  return [
    state.id,
    ...termsValues(state),
    JSON.stringify(state.validity),
    state.totalLimit,
    state.shopperLimit,
    state.claimFrom,
    state.claimUntil,
    state.claimed,
    state.createdAt,
    state.closedAt,
    state.version,
  ];
}

export function couponFrom(row: CouponRow): CouponState {
  return {
    id: row.id,
    templateId: row.template_id,
    customerId: row.customer_id,
    no: row.no,
    terms: termsFrom(row),
    period: { from: asDate(row.valid_from), until: asDate(row.valid_until) },
    claimedAt: asDate(row.claimed_at),
    status: row.status,
    orderId: row.order_id,
    usedAt: asDateOrNull(row.used_at),
  };
}

export function couponValues(state: CouponState): SqlValue[] {
  const { id, templateId, customerId, no, terms, period, claimedAt, status, orderId, usedAt } = state;
  return [
    id,
    templateId,
    customerId,
    no,
    ...termsValues(terms),
    period.from,
    period.until,
    claimedAt,
    status,
    orderId,
    usedAt,
  ];
}

export function termsValues({ name, benefit, thresholdFen, scope }: CouponTerms): SqlValue[] {
  return [name, JSON.stringify(benefit), thresholdFen, JSON.stringify(scope)];
}

function termsFrom({ name, benefit, threshold_fen, scope }: TermsRow): CouponTerms {
  return {
    name,
    benefit: JSON.parse(benefit) as Benefit,
    thresholdFen: Number(threshold_fen),
    scope: JSON.parse(scope) as Scope,
  };
}

function validityFrom(json: string): Validity {
  const kept = JSON.parse(json) as { type: 'days'; days: number } | { type: 'fixed'; from: string; until: string };
  return kept.type === 'days' ? kept : { ...kept, from: new Date(kept.from), until: new Date(kept.until) };
}
