import { ManualClock, newId } from '#kernel';
import { Idempotency, idempotencySchema, type IdempotencyKey, IdempotencyKeyReused } from '#platform/idempotency';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { putOnShelf, shelvesSchema, stockOf } from '../../../../test/support/shelves.js';

onEachDatabase([idempotencySchema, shelvesSchema], (database) => {
  let idempotency: Idempotency;
  let key: IdempotencyKey;
  beforeEach(() => {
    idempotency = new Idempotency(database(), new ManualClock());
    key = { owner: newId(), route: 'POST /orders', key: newId(), fingerprint: 'body' };
  });

  /** A request that makes a shelf. */
  async function request(by: IdempotencyKey | null, shelf = newId()) {
    const made = await idempotency.once(by, shelf, () => putOnShelf(database(), shelf));
    return { ...made, mine: shelf, exists: (await stockOf(database(), shelf)) !== null };
  }

  it('[P10] has one effect for a repeated request, and answers what the first one made', async () => {
    const first = await request(key);
    const second = await request(key);
    expect(first).toMatchObject({ id: first.mine, replayed: false, exists: true });
    expect(second).toMatchObject({ id: first.mine, replayed: true, exists: false });
  });

  it('[P10] has one effect for requests that arrive together; the others are told what it made', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => request(key)));
    const first = answers.filter(({ replayed }) => !replayed);
    expect(first).toHaveLength(1);
    expect(new Set(answers.map(({ id }) => id))).toEqual(new Set([first[0]?.mine]));
    expect(answers.filter(({ exists }) => exists)).toHaveLength(1);
  });

  it('[P12] remembers nothing of an effect that failed', async () => {
    const failing = idempotency.once(key, newId(), () => Promise.reject(new Error('out of stock')));
    await expect(failing).rejects.toThrow('out of stock');
    expect(await request(key)).toMatchObject({ replayed: false, exists: true });
  });

  it('lets the next request have its effect when the first of those that arrived together fails', async () => {
    let tries = 0;
    const shelf = newId();
    const attempt = () =>
      idempotency.once(key, shelf, async () => {
        if (++tries === 1) throw new Error('out of paper');
        await putOnShelf(database(), shelf);
      });
    const answers = await Promise.allSettled([attempt(), attempt(), attempt()]);
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(await stockOf(database(), shelf)).toBe(0);
  });

  it('[P11] refuses the key with another body, whatever became of the first request since', async () => {
    await request(key);
    await expect(request({ ...key, fingerprint: 'other body' })).rejects.toThrow(IdempotencyKeyReused);
  });

  it.each([
    ['another user', { owner: 'somebody-else' }],
    ['another route', { route: 'POST /refunds' }],
    ['another key', { key: 'another' }],
    ['a key in another case', { key: 'abc' }],
  ])('never mixes up a request with one of %s', async (_, difference) => {
    await request({ ...key, key: 'ABC' });
    expect(await request({ ...key, key: 'ABC', ...difference })).toMatchObject({ replayed: false, exists: true });
  });

  it('simply has its effect without a key', async () => {
    expect(await request(null)).toMatchObject({ replayed: false, exists: true });
    expect(await request(null)).toMatchObject({ replayed: false, exists: true });
  });

  it('takes the free ones of several keys, and says of the others what earlier requests made', async () => {
    const [used, reused, free] = ['used', 'reused', 'free'].map((name) => ({ ...key, key: name }));
    if (!used || !reused || !free) throw new Error('Three keys');
    await request(used, 'first');
    await request(reused, 'second');
    const claims = [free, { ...reused, fingerprint: 'other body' }, used].map((one) => ({
      key: one,
      resourceId: 'new',
    }));
    const taken = await database().transaction(() => idempotency.claim(claims));
    expect(taken.toSorted((a, b) => (a.key.key < b.key.key ? -1 : 1))).toEqual([
      { key: claims[1]?.key, resourceId: null },
      { key: used, resourceId: 'first' },
    ]);
    expect(await request(free)).toMatchObject({ id: 'new', replayed: true });
  });

  it('frees a key that is given back in its transaction', async () => {
    const other = { ...key, key: newId() };
    await database().transaction(async () => {
      await idempotency.claim([
        { key, resourceId: 'kept' },
        { key: other, resourceId: 'nothing' },
      ]);
      await idempotency.giveBack([other]);
    });
    expect(await request(key)).toMatchObject({ id: 'kept', replayed: true });
    expect(await request(other)).toMatchObject({ replayed: false });
  });
});
