import { Injectable } from '@nestjs/common';
import { SYSTEM } from '#platform/activity';
import { AuditLog } from '#platform/audit';
import { type Erasure, Erasures, PersonalDataCipher } from '#platform/crypto';
import { Database } from '#platform/database';
import { PersonalDataHolders } from '#platform/privacy';
import { Users } from '../domain/users.js';

export interface ReplayErasuresCommand {
  /** Erasures from outside, which a restored ledger may not know any more. */
  readonly known: AsyncIterable<Erasure> | Iterable<Erasure>;
  /** Called after each of them, with the number so far. */
  readonly onProgress?: (done: ReplayedErasures) => void;
}

export interface ReplayedErasures {
  readonly replayed: number;
  /** Of those replayed, the people that the restored data brought back. */
  readonly cameBack: number;
}

/**
 * Erases again whoever was erased before, after a restore has brought back an older state of the database. Nobody is
 * asked whether it must wait: it has been done once. Running it again, also after it was cut off, is harmless.
 */
@Injectable()
export class ReplayErasures {
  constructor(
    private readonly users: Users,
    private readonly holders: PersonalDataHolders,
    private readonly cipher: PersonalDataCipher,
    private readonly erasures: Erasures,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  async execute({ known, onProgress }: ReplayErasuresCommand): Promise<ReplayedErasures> {
    let [replayed, cameBack] = [0, 0];
    const replay = async (erasure: Erasure) => {
      if (await this.replay(erasure)) cameBack++;
      replayed++;
      onProgress?.({ replayed, cameBack });
    };
    const missing = new Set<string>();
    for await (const erasure of known) {
      // The others are met in the ledger.
      if (await this.erasures.includes(erasure.personId)) continue;
      missing.add(erasure.personId);
      await replay(erasure);
    }
    for await (const erasure of this.erasures.all()) if (!missing.has(erasure.personId)) await replay(erasure);
    return { replayed, cameBack };
  }

  /** Whether the person had come back: as a user, or because their key had. */
  private replay(erasure: Erasure): Promise<boolean> {
    const { personId } = erasure;
    return this.database.transaction(async () => {
      const userIsBack = await this.users.lock(personId);
      const cameBack = userIsBack || !(await this.erasures.includes(personId));
      await this.holders.erase(personId);
      await this.cipher.erase(personId);
      await this.erasures.dateBack(erasure);
      if (cameBack) await this.audit.record({ type: 'data.erasure-replayed', actor: SYSTEM, subject: personId });
      return cameBack;
    });
  }
}
