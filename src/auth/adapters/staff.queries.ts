import { Injectable } from '@nestjs/common';
import { Database, type Reader } from '#platform/database';
import { pageOf, type StaffPage, type StaffPageRequest } from '#platform/http';
import { StaffNotFound } from '../domain/errors.js';
import type { Role } from '../domain/permissions.js';

export interface StaffView {
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  readonly active: boolean;
}

type StaffViewRow = Omit<StaffView, 'active'> & { readonly active: unknown };

@Injectable()
export class StaffQueries {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  list(request: StaffPageRequest): Promise<StaffPage<StaffView>> {
    return this.database.reading((from) => this.page(from, request));
  }

  private async page(from: Reader, { limit, after, offset }: StaffPageRequest): Promise<StaffPage<StaffView>> {
    const rows = await from.query<StaffViewRow>(
      `SELECT id, username, role, active FROM staff
       WHERE id < ? ORDER BY id DESC LIMIT ${limit + 1} OFFSET ${offset ?? 0}`,
      [after ?? '~'],
    );
    return { ...pageOf(rows.map(viewOf), limit), ...(offset !== null && { total: await this.count(from) }) };
  }

  /** @throws StaffNotFound */
  async member(id: string): Promise<StaffView> {
    const [row] = await this.database.query<StaffViewRow>('SELECT id, username, role, active FROM staff WHERE id = ?', [
      id,
    ]);
    if (!row) throw new StaffNotFound();
    return viewOf(row);
  }

  private async count(from: Reader): Promise<number> {
    const [row] = await from.query<{ total: unknown }>('SELECT COUNT(*) AS total FROM staff');
    return Number(row?.total);
  }
}

function viewOf({ id, username, role, active }: StaffViewRow): StaffView {
  return { id, username, role, active: Number(active) === 1 };
}
