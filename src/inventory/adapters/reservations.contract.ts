import { newId } from '#kernel';
import { Reservation, type ReservationStatus, type ReservedLine } from '../domain/reservation.js';
import type { Reservations } from '../domain/reservations.js';
import { StockItem } from '../domain/stock-item.js';

const at = new Date('2026-01-01T00:00:00.000Z');
const lines = [
  { skuId: newId(), quantity: 2 },
  { skuId: newId(), quantity: 999 },
];
const items = () =>
  new Map(
    lines.map(({ skuId }) => [skuId, StockItem.restore({ skuId, available: 0, reserved: 999, sold: 0 })] as const),
  );

/** What every adapter of the port keeps to. */
export function reservationsContract(reservations: () => Reservations): void {
  const add = async () => {
    const orderId = newId();
    await reservations().add([Reservation.restore(orderId, lines, 'reserved')]);
    return orderId;
  };
  const kept = async (orderId: string) => {
    const seen: { orderId: string; status: ReservationStatus; lines: readonly ReservedLine[] }[] = [];
    await reservations().change(orderId, async ({ orderId, status, lines }) => {
      seen.push({ orderId, status, lines });
    });
    return seen;
  };

  it('gives back what was kept', async () => {
    const orderId = await add();
    expect(await kept(orderId)).toEqual([{ orderId, status: 'reserved', lines }]);
  });

  it('takes in no reservations and several at once', async () => {
    await reservations().add([]);
    const [one, other] = [newId(), newId()];
    await reservations().add([one, other].map((orderId) => Reservation.restore(orderId, lines, 'reserved')));
    expect([await kept(one), await kept(other)]).toMatchObject([[{ orderId: one }], [{ orderId: other }]]);
  });

  it('does nothing for an order that reserved nothing', async () => {
    expect(await kept(newId())).toEqual([]);
  });

  it('keeps the new status', async () => {
    const orderId = await add();
    await reservations().change(orderId, async (reservation) => reservation.sell(items(), at));
    expect(await kept(orderId)).toMatchObject([{ status: 'sold' }]);
  });

  it('changes nothing when the change throws', async () => {
    const orderId = await add();
    const changing = reservations().change(orderId, async (reservation) => {
      reservation.release(items(), at);
      throw new Error('changed my mind');
    });
    await expect(changing).rejects.toThrow('changed my mind');
    expect(await kept(orderId)).toMatchObject([{ status: 'reserved' }]);
  });

  it('moves the units of racing changes once', async () => {
    const orderId = await add();
    const moved: string[] = [];
    const race = (move: 'sell' | 'release') =>
      reservations().change(orderId, async (reservation) => {
        const locked = items();
        for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
        reservation[move](locked, at);
        moved.push(...[...locked.values()].flatMap((item) => item.takeMovements()).map(({ type }) => type));
      });
    await Promise.all(Array.from({ length: 20 }, (_, n) => race(n % 2 ? 'sell' : 'release')));
    expect(moved).toHaveLength(lines.length);
    expect(new Set(moved).size).toBe(1);
  });
}
