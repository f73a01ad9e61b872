import { Injectable } from '@nestjs/common';
import { BeijingDay, Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { DayCannotBeReconciled } from '../domain/errors.js';
import { mayBeReconciled } from '../domain/reconciliation.js';
import { Reconciliations } from './reconciliations.js';
import { RunReconciliations } from './run-reconciliations.js';

export interface RequestReconciliationCommand {
  /** `yyyy-MM-dd`, of Beijing. */
  readonly date: string;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

/** Staff want a day reconciled, or reconciled again. One that is running goes on as it is. */
@Injectable()
export class RequestReconciliation {
  constructor(
    private readonly reconciliations: Reconciliations,
    private readonly job: RunReconciliations,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /** @throws DayCannotBeReconciled */
  async execute({ date, actor, key }: RequestReconciliationCommand): Promise<IdempotentResult> {
    const now = this.clock.now();
    const day = BeijingDay.parse(date);
    if (!day || !mayBeReconciled(day, BeijingDay.of(now))) throw new DayCannotBeReconciled();
    const made = await this.idempotency.once(key, day.text, async () => {
      if (!(await this.reconciliations.order(day, now))) return;
      await this.audit.record({ type: 'reconciliation.requested', actor, subject: day.text });
    });
    this.job.runSoon();
    return made;
  }
}
