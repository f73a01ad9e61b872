import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '#platform/database';
import { StaffNotFound, UsernameTaken } from '../domain/errors.js';
import type { Role } from '../domain/permissions.js';
import { isActiveOwner, type StaffMember } from '../domain/staff-member.js';
import { StaffMembers } from '../domain/staff-members.js';

export interface StaffRow {
  readonly id: string;
  readonly username: string;
  readonly password_hash: string;
  readonly role: Role;
  readonly active: unknown;
}

@Injectable()
export class SqlStaffMembers extends StaffMembers {
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

  change(id: string, mutate: (member: StaffMember, otherOwners: number) => StaffMember): Promise<StaffMember> {
    return this.database.transaction(async () => {
      // All of the few rows: of two owners who demote one another at once the second must see what the first did.
      const rows = await this.database.query<StaffRow>(
        `SELECT id, username, password_hash, role, active FROM staff ORDER BY id${this.database.forUpdate}`,
      );
      const members = rows.map(memberFrom);
      const member = members.find((candidate) => candidate.id === id);
      if (!member) throw new StaffNotFound();
      const changed = mutate(member, members.filter((other) => other.id !== id && isActiveOwner(other)).length);
      await this.database.execute('UPDATE staff SET password_hash = ?, role = ?, active = ? WHERE id = ?', [
        changed.passwordHash,
        changed.role,
        changed.active ? 1 : 0,
        id,
      ]);
      return changed;
    });
  }
}

export function memberFrom({ id, username, password_hash, role, active }: StaffRow): StaffMember {
  return { id, username, passwordHash: password_hash, role, active: Number(active) === 1 };
}
