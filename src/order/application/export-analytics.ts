import { Injectable } from '@nestjs/common';
import { BeijingDay } from '#kernel';
import { SYSTEM } from '#platform/activity';
import { AuditLog } from '#platform/audit';
import type { OrderStatus } from '../domain/order-status.js';
import { type AnalyticsOrder, AnalyticsOrders, type Period } from './analytics-orders.js';
import { Pseudonyms } from './pseudonyms.js';

export interface ExportAnalyticsCommand extends Period {
  /** A region is named only where at least so many people of the export ordered from. */
  readonly minPeople: number;
}

/** An order without the person: pseudonymised, which is not anonymous. */
export interface AnalyticsRecord {
  /** Pseudonym. */
  readonly customer: string;
  /** Of placing, in Beijing: `2026-11-23`. */
  readonly day: string;
  readonly status: OrderStatus;
  readonly goodsFen: number;
  readonly freightFen: number;
  readonly discountFen: number;
  readonly totalFen: number;
  readonly items: AnalyticsOrder['items'];
  readonly region: string | null;
}

/** Orders for analysts, who must not learn whose they are. That there was an export is on record before the first one. */
@Injectable()
export class ExportAnalytics {
  constructor(
    private readonly source: AnalyticsOrders,
    private readonly pseudonyms: Pseudonyms,
    private readonly audit: AuditLog,
  ) {}

  /** Reads the period twice and keeps no more than `minPeople` customers a region in memory. @throws KeysUnavailable */
  async *execute({ minPeople, ...period }: ExportAnalyticsCommand): AsyncGenerator<AnalyticsRecord> {
    const facts = { from: period.from.toISOString(), to: period.to.toISOString(), minPeople };
    await this.audit.record({ type: 'data.analytics-exported', actor: SYSTEM, subject: null, facts });
    const pseudonymOf = await this.pseudonyms.ready();
    const regions = await this.regionsOf(period, minPeople);
    for await (const { customerId, createdAt, province, status, ...order } of this.source.orders(period)) {
      const { goodsFen, freightFen, discountFen, totalFen, items } = order;
      yield {
        customer: pseudonymOf(customerId),
        day: BeijingDay.of(createdAt).text,
        status,
        goodsFen,
        freightFen,
        discountFen,
        totalFen,
        items,
        region: province !== null && regions.has(province) ? province : null,
      };
    }
  }

  /** Provinces that enough people ordered from for none of them to stand out. */
  private async regionsOf(period: Period, minPeople: number): Promise<ReadonlySet<string>> {
    const people = new Map<string, Set<string>>();
    for await (const { customerId, province } of this.source.provinces(period)) {
      if (province === null) continue;
      const there = people.get(province) ?? new Set();
      if (there.size < minPeople) people.set(province, there.add(customerId));
    }
    return new Set([...people].flatMap(([province, { size }]) => (size >= minPeople ? [province] : [])));
  }
}
