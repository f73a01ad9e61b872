import { Injectable } from '@nestjs/common';
import type { DomainEvent } from '#kernel';
import { Reaction } from '#platform/events';
import type { ItemsBySku, Reservation } from '../domain/reservation.js';
import { Reservations } from '../domain/reservations.js';
import { StockItems } from '../domain/stock-items.js';

/** What all reactions to an order's fate share: its reservation and the items it holds are locked and moved together. */
@Injectable()
export abstract class ReservationReaction<E extends DomainEvent> extends Reaction<E> {
  constructor(
    private readonly reservations: Reservations,
    private readonly items: StockItems,
  ) {
    super();
  }

  /** Does nothing when the order has no reservation. */
  protected move(orderId: string, how: (reservation: Reservation, items: ItemsBySku) => void): Promise<void> {
    return this.reservations.change(orderId, (reservation) =>
      this.items.change(
        reservation.lines.map(({ skuId }) => skuId),
        (items) => how(reservation, items),
      ),
    );
  }
}
