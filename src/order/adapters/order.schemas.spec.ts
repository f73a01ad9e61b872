import { staffOrderListQuery } from './order.schemas.js';

describe('the period of a list of orders', () => {
  it('may be days in Beijing, the last of which belongs to it', () => {
    expect(staffOrderListQuery.parse({ from: '2026-11-28', to: '2026-11-28' })).toMatchObject({
      from: new Date('2026-11-27T16:00:00.000Z'),
      to: new Date('2026-11-28T16:00:00.000Z'),
    });
  });

  it('may be moments', () => {
    const [from, to] = ['2026-11-28T08:00:00+08:00', '2026-11-28T00:00:01Z'];
    expect(staffOrderListQuery.parse({ from, to })).toMatchObject({ from: new Date(from), to: new Date(to) });
  });
});
