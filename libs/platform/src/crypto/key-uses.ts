import { Injectable } from '@nestjs/common';
import { type Activity, currentActivity, SYSTEM } from '#platform/activity';
import { AuditLog } from '#platform/audit';
import type { FieldLocation } from './personal-data-cipher.js';

export type KeyUse = 'sealed' | 'opened';

/** People an audit row names; of more it says only how many they are. */
const MOST_NAMED = 100;

/** What one activity did with people's keys. */
class Uses {
  private readonly people = new Set<string>();
  private readonly fields = { sealed: new Set<string>(), opened: new Set<string>() };

  add(personId: string, { table, column }: FieldLocation, use: KeyUse): this {
    this.people.add(personId);
    this.fields[use].add(`${table}.${column}`);
    return this;
  }

  get subject(): string | null {
    const [first = null] = this.people;
    return this.people.size === 1 ? first : null;
  }

  facts(purpose: string): Record<string, string | number> {
    const { sealed, opened } = this.fields;
    return {
      purpose,
      ...(opened.size > 0 && { opened: [...opened].join(' ') }),
      ...(sealed.size > 0 && { sealed: [...sealed].join(' ') }),
      ...(this.people.size > 1 && {
        people: this.people.size,
        subjects: [...this.people].slice(0, MOST_NAMED).join(' '),
      }),
    };
  }
}

/**
 * Puts every use of a person's key on record: who, what for, which fields, whose; never a value. One row for each
 * request, reaction or run of a job, written when it is over and off its path.
 */
@Injectable()
export class KeyUses {
  private readonly underWay = new WeakMap<Activity, Uses>();

  constructor(private readonly audit: AuditLog) {}

  note(personId: string, at: FieldLocation, use: KeyUse): void {
    const activity = currentActivity();
    if (!activity) return this.record('unknown', new Uses().add(personId, at, use));
    const known = this.underWay.get(activity);
    const uses = (known ?? new Uses()).add(personId, at, use);
    if (known) return;
    this.underWay.set(activity, uses);
    activity.whenOver(() => {
      this.underWay.delete(activity);
      this.record(activity.purpose, uses, activity.actor);
    });
  }

  private record(purpose: string, uses: Uses, actor = SYSTEM): void {
    this.audit.note({ type: 'key.used', actor, subject: uses.subject, facts: uses.facts(purpose) });
  }
}
