import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, placeholders } from '#platform/database';
import { Reservation, type ReservationStatus, type ReservedLine } from '../domain/reservation.js';
import { Reservations } from '../domain/reservations.js';

interface ReservationRow {
  readonly order_id: string;
  readonly status: ReservationStatus;
  readonly reserved_lines: string;
}

@Injectable()
export class SqlReservations extends Reservations {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async add(reservations: readonly Reservation[]): Promise<void> {
    if (reservations.length === 0) return;
    const now = this.clock.now();
    await this.database.execute(
      `INSERT INTO stock_reservations (order_id, status, reserved_lines, changed_at) VALUES ${placeholders(reservations.length, 4)}`,
      reservations.flatMap(({ orderId, status, lines }) => [orderId, status, JSON.stringify(lines), now]),
    );
  }

  async change(orderId: string, mutate: (reservation: Reservation) => Promise<void>): Promise<void> {
    await this.database.transaction(async () => {
      const [row] = await this.database.query<ReservationRow>(
        `SELECT order_id, status, reserved_lines FROM stock_reservations WHERE order_id = ?${this.database.forUpdate}`,
        [orderId],
      );
      if (!row) return;
      const lines = JSON.parse(row.reserved_lines) as ReservedLine[];
      const reservation = Reservation.restore(row.order_id, lines, row.status);
      await mutate(reservation);
      if (reservation.status === row.status) return;
      await this.database.execute('UPDATE stock_reservations SET status = ?, changed_at = ? WHERE order_id = ?', [
        reservation.status,
        this.clock.now(),
        orderId,
      ]);
    });
  }
}
