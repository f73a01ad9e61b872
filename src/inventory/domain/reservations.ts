import type { Reservation } from './reservation.js';

export abstract class Reservations {
  abstract add(reservations: readonly Reservation[]): Promise<void>;

  /**
   * Locks the reservation of an order, lets `mutate` decide and saves it, in one transaction.
   * Does nothing when the order has none.
   */
  abstract change(orderId: string, mutate: (reservation: Reservation) => Promise<void>): Promise<void>;
}
