import { Injectable } from '@nestjs/common';
import { Database, placeholders } from '#platform/database';
import { CouponTemplate, type CouponTemplateState } from '../domain/coupon-template.js';
import { CouponTemplates } from '../domain/coupon-templates.js';
import { CouponTemplateNotFound } from '../domain/errors.js';
import { TEMPLATE_COLUMNS, templateFrom, type TemplateRow, templateValues, termsValues } from './coupon-rows.js';

@Injectable()
export class SqlCouponTemplates extends CouponTemplates {
  constructor(private readonly database: Database) {
    super();
  }

  async add({ state }: CouponTemplate): Promise<void> {
    await this.database.execute(
      `INSERT INTO coupon_templates (${TEMPLATE_COLUMNS}) VALUES ${placeholders(1, 14)}`,
      templateValues(state),
    );
  }

  get(id: string): Promise<CouponTemplate> {
    return this.read(id, '');
  }

  change(id: string, mutate: (template: CouponTemplate) => void | Promise<void>): Promise<CouponTemplate> {
    return this.database.transaction(async () => {
      const template = await this.read(id, this.database.forUpdate);
      const before = template.state;
      await mutate(template);
      await this.save(template.state, before);
      return template;
    });
  }

  /** Behind the row's lock, so that the count is the last one. The table's own check lets nobody beyond the total. */
  private async save(state: CouponTemplateState, before: CouponTemplateState): Promise<void> {
    const { id, validity, totalLimit, shopperLimit, claimFrom, claimUntil, claimed, closedAt, version } = state;
    if (version !== before.version) {
      await this.database.execute(
        `UPDATE coupon_templates SET name = ?, benefit = ?, threshold_fen = ?, scope = ?, validity = ?, total_limit = ?,
           shopper_limit = ?, claim_from = ?, claim_until = ?, closed_at = ?, version = ? WHERE id = ?`,
        [
          ...termsValues(state),
          JSON.stringify(validity),
          totalLimit,
          shopperLimit,
          claimFrom,
          claimUntil,
          closedAt,
          version,
          id,
        ],
      );
    }
    if (claimed !== before.claimed) {
      await this.database.execute('UPDATE coupon_templates SET claimed = ? WHERE id = ?', [claimed, id]);
    }
  }

  private async read(id: string, lock: string): Promise<CouponTemplate> {
    const [row] = await this.database.query<TemplateRow>(
      `SELECT ${TEMPLATE_COLUMNS} FROM coupon_templates WHERE id = ?${lock}`,
      [id],
    );
    if (!row) throw new CouponTemplateNotFound();
    return CouponTemplate.restore(templateFrom(row));
  }
}
