import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '#platform/database';
import type { Role } from '../domain/permissions.js';
import type { StaffMember } from '../domain/staff-member.js';
import { StaffMembers, UsernameTaken } from '../domain/staff-members.js';

export interface StaffRow {
  readonly id: string;
  readonly username: string;
  readonly password_hash: string;
  readonly role: Role;
  readonly active: unknown;
}

@Injectable()
export class DatabaseStaffMembers extends StaffMembers {
  constructor(private readonly database: Database) {
    super();
  }

  async isEmpty(): Promise<boolean> {
    return (await this.database.query('SELECT 1 AS found FROM staff LIMIT 1')).length === 0;
  }

  async findByUsername(username: string): Promise<StaffMember | null> {
    const [row] = await this.database.query<StaffRow>(
      'SELECT id, username, password_hash, role, active FROM staff WHERE username = ?',
      [username],
    );
    return row ? memberFrom(row) : null;
  }

  async add({ id, username, passwordHash, role, active }: StaffMember, now: Date): Promise<void> {
    try {
      await this.database.execute(
        'INSERT INTO staff (id, username, password_hash, role, active, created_at) VALUES (?, ?, ?, ?, ?, ?)',
        [id, username, passwordHash, role, active ? 1 : 0, now],
      );
    } catch (error) {
      throw isUniqueViolation(error) ? new UsernameTaken() : error;
    }
  }
}

export function memberFrom({ id, username, password_hash, role, active }: StaffRow): StaffMember {
  return { id, username, passwordHash: password_hash, role, active: Number(active) === 1 };
}
