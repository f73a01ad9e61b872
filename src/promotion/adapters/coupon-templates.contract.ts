import { newId } from '#kernel';
import type { CouponTemplates } from '../domain/coupon-templates.js';
import { AllCouponsClaimed, CouponTemplateNotFound } from '../domain/errors.js';
import { aTemplate, HOUR, later, now } from '../testing/promotions.js';

/** What every adapter of the port keeps to. */
export function couponTemplatesContract(templates: () => CouponTemplates): void {
  const add = async (announcement: Parameters<typeof aTemplate>[0] = {}) => {
    const template = aTemplate(announcement);
    await templates().add(template);
    return template.state;
  };
  const kept = async (id: string) => (await templates().get(id)).state;

  const claim = (id: string) =>
    templates().change(id, (template) => void template.claim(newId(), { customerId: newId(), held: 0 }, now));

  it('gives back what was kept', async () => {
    const fixed = { type: 'fixed', from: now, until: later(24 * HOUR) } as const;
    for (const state of [await add(), await add({ validity: fixed, benefit: { type: 'free-freight' } })]) {
      expect(await kept(state.id)).toEqual(state);
    }
  });

  it('saves a change, and answers with it', async () => {
    const { id } = await add();
    const changed = await templates().change(id, (template) => template.change({ name: '第二', totalLimit: 7 }));
    expect(changed.state).toMatchObject({ name: '第二', totalLimit: 7, version: 2 });
    expect(await kept(id)).toEqual(changed.state);
    await templates().change(id, (template) => template.close(later(5)));
    expect(await kept(id)).toMatchObject({ closedAt: later(5), version: 3 });
  });

  it('changes nothing when the change throws', async () => {
    const { id, name } = await add();
    const changing = templates().change(id, (template) => {
      template.change({ name: '第二' });
      throw new Error('changed my mind');
    });
    await expect(changing).rejects.toThrow('changed my mind');
    expect(await kept(id)).toMatchObject({ name });
  });

  it('does not find what is not there', async () => {
    await expect(templates().get(newId())).rejects.toThrow(CouponTemplateNotFound);
    await expect(templates().change(newId(), () => undefined)).rejects.toThrow(CouponTemplateNotFound);
  });

  it('counts claims up to the total and no further, however many come at once', async () => {
    const { id } = await add({ totalLimit: 5 });
    const claims = await Promise.allSettled(Array.from({ length: 20 }, () => claim(id)));
    const refusals = claims.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refusals).toEqual(Array.from({ length: 15 }, () => expect.any(AllCouponsClaimed) as unknown));
    expect(await kept(id)).toMatchObject({ claimed: 5, version: 1 });
  });

  it('counts no claim that comes to nothing afterwards', async () => {
    const { id } = await add();
    const claiming = templates().change(id, async (template) => {
      template.claim(newId(), { customerId: newId(), held: 0 }, now);
      await Promise.reject(new Error('was not saved'));
    });
    await expect(claiming).rejects.toThrow('was not saved');
    expect((await kept(id)).claimed).toBe(0);
  });

  it('does not lose claims that come while it is changed', async () => {
    const { id } = await add();
    const change = () => templates().change(id, (template) => template.change({ name: '改' }));
    const work = Array.from({ length: 10 }, () => [claim(id), change()]);
    await Promise.all(work.flat());
    expect(await kept(id)).toMatchObject({ claimed: 10, version: 11 });
  });
}
