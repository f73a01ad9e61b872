import { newId } from '#kernel';
import type { Taken, TakeOutState } from '../domain/take-out.js';
import type { TakeOuts } from '../domain/take-outs.js';
import { addedAt, aLine } from '../testing/a-cart.js';

const cancelledAt = new Date(addedAt.getTime() + 1);

/** What every keeper of take-outs keeps to. */
export function takeOutsContract(open: () => TakeOuts): void {
  const place = (orderId: string, taken: Taken) =>
    open().change(orderId, async (takeOut) => takeOut.place(taken, addedAt));
  const kept = async (orderId: string) => {
    const states: TakeOutState[] = [];
    await open().change(orderId, async ({ state }) => void states.push(state));
    return states[0];
  };
  const taken = () => ({ customerId: newId(), lines: [aLine(), aLine({ selected: false, addedPriceFen: 1 })] });

  it('knows nothing of an order nobody has heard of, also when asked again', async () => {
    const orderId = newId();
    const unknown = { orderId, placedAt: null, customerId: null, lines: [], cancelledAt: null };
    expect(await kept(orderId)).toEqual(unknown);
    expect(await kept(orderId)).toEqual(unknown);
  });

  it('gives back what was kept, exactly', async () => {
    const [orderId, what] = [newId(), taken()];
    await place(orderId, what);
    expect(await kept(orderId)).toEqual({ orderId, placedAt: addedAt, ...what, cancelledAt: null });
    await open().change(orderId, async (takeOut) => void takeOut.cancel(cancelledAt));
    expect(await kept(orderId)).toMatchObject({ ...what, cancelledAt });
  });

  it('keeps a cancellation that is heard of first', async () => {
    const orderId = newId();
    await open().change(orderId, async (takeOut) => void takeOut.cancel(cancelledAt));
    await place(orderId, { customerId: newId(), lines: [] });
    expect(await kept(orderId)).toMatchObject({ placedAt: addedAt, cancelledAt, customerId: null, lines: [] });
  });

  it('changes nothing when the change throws', async () => {
    const [orderId, what] = [newId(), taken()];
    await place(orderId, what);
    const changing = open().change(orderId, async (takeOut) => {
      takeOut.cancel(cancelledAt);
      throw new Error('changed my mind');
    });
    await expect(changing).rejects.toThrow('changed my mind');
    expect(await kept(orderId)).toMatchObject({ ...what, cancelledAt: null });
  });

  it('gives back once what racing cancellations ask for', async () => {
    const [orderId, what] = [newId(), taken()];
    const returned: Taken[] = [];
    await place(orderId, what);
    const cancel = () =>
      open().change(orderId, async (takeOut) => {
        const back = takeOut.cancel(cancelledAt);
        for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
        if (back) returned.push(back);
      });
    await Promise.all(Array.from({ length: 10 }, cancel));
    expect(returned).toEqual([what]);
  });
}
