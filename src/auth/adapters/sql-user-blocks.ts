import { Injectable } from '@nestjs/common';
import { type FieldLocation, PersonalDataCipher } from '#platform/crypto';
import { asDate, Database, isUniqueViolation } from '#platform/database';
import { type UserBlock, UserBlocks } from '../domain/user-blocks.js';

interface BlockRow {
  readonly reason: string;
  readonly blocked_by: string;
  readonly at: unknown;
}

@Injectable()
export class SqlUserBlocks extends UserBlocks {
  constructor(
    private readonly database: Database,
    private readonly cipher: PersonalDataCipher,
  ) {
    super();
  }

  async sealReason(userId: string, reason: string): Promise<string> {
    return (await this.cipher.of(userId)).seal(reason, reasonOf(userId));
  }

  async includes(userId: string): Promise<boolean> {
    return (await this.database.query('SELECT 1 AS found FROM user_blocks WHERE user_id = ?', [userId])).length > 0;
  }

  async find(userId: string): Promise<UserBlock | null> {
    const [row] = await this.database.query<BlockRow>(
      'SELECT reason, blocked_by, at FROM user_blocks WHERE user_id = ?',
      [userId],
    );
    if (!row) return null;
    const reason = await this.cipher.open(row.reason, reasonOf(userId));
    return { userId, reason, blockedBy: row.blocked_by, at: asDate(row.at) };
  }

  async add({ userId, reason, blockedBy, at }: UserBlock): Promise<boolean> {
    try {
      await this.database.execute('INSERT INTO user_blocks (user_id, reason, blocked_by, at) VALUES (?, ?, ?, ?)', [
        userId,
        reason,
        blockedBy,
        at,
      ]);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  async remove(userId: string): Promise<boolean> {
    return (await this.database.execute('DELETE FROM user_blocks WHERE user_id = ?', [userId])) > 0;
  }
}

function reasonOf(userId: string): FieldLocation {
  return { table: 'user_blocks', column: 'reason', row: userId };
}
