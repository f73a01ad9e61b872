import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { readStaffPage, type StaffPage, type StaffPageRequest } from '#platform/http';
import { StaffNotFound } from '../domain/errors.js';
import type { Role } from '../domain/permissions.js';

export interface StaffView {
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  readonly active: boolean;
}

type StaffViewRow = Omit<StaffView, 'active'> & { readonly active: unknown };

const COLUMNS = 'id, username, role, active';

@Injectable()
export class StaffQueries {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  list(request: StaffPageRequest): Promise<StaffPage<StaffView>> {
    return this.database.reading((from) => readStaffPage(from, { table: 'staff', columns: COLUMNS }, request, viewOf));
  }

  /** @throws StaffNotFound */
  async member(id: string): Promise<StaffView> {
    const [row] = await this.database.query<StaffViewRow>(`SELECT ${COLUMNS} FROM staff WHERE id = ?`, [id]);
    if (!row) throw new StaffNotFound();
    return viewOf(row);
  }
}

function viewOf({ id, username, role, active }: StaffViewRow): StaffView {
  return { id, username, role, active: Number(active) === 1 };
}
