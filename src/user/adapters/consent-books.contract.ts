import { newId } from '#kernel';
import type { ConsentBook, Decision } from '../domain/consent-book.js';
import type { ConsentBooks } from '../domain/consent-books.js';
import { TooManyConsents, UserNotFound } from '../domain/errors.js';
import { User } from '../domain/user.js';
import type { Users } from '../domain/users.js';

export const monday = new Date('2026-01-05T23:59:59.999Z');
export const tuesday = new Date('2026-01-06T00:00:00.000Z');
export const yes: Decision = { purpose: 'marketing', version: '2026-01', granted: true, scene: 'login' };

/** What every adapter of the port keeps to. */
export function consentBooksContract(opened: () => { readonly books: ConsentBooks; readonly users: Users }): void {
  const join = async () => {
    const user = User.join(newId(), new Date());
    await opened().users.add(user);
    return user.state.id;
  };
  const change = (userId: string, mutate: (book: ConsentBook) => void) => opened().books.change(userId, mutate);
  const presentOf = async (userId: string) => (await change(userId, () => undefined)).present;

  it('gives back the last decision on each purpose, sorted by purpose', async () => {
    const userId = await join();
    await change(userId, (book) => {
      book.decide({ ...yes, purpose: 'analytics', scene: null }, monday);
      book.decide(yes, monday);
    });
    await change(userId, (book) => {
      book.decide({ ...yes, granted: false }, tuesday);
      book.decide({ ...yes, granted: true, version: '2' }, tuesday);
    });
    expect(await presentOf(userId)).toEqual([
      { ...yes, purpose: 'analytics', scene: null, at: monday },
      { ...yes, version: '2', at: tuesday },
    ]);
  });

  it('gives each user a book of their own', async () => {
    const [mine, yours] = [await join(), await join()];
    await change(mine, (book) => book.decide(yes, monday));
    expect(await presentOf(yours)).toEqual([]);
  });

  it('has none for a user that does not exist', async () => {
    await expect(change(newId(), () => undefined)).rejects.toThrow(UserNotFound);
  });

  it('adds nothing when the change throws', async () => {
    const userId = await join();
    const changing = change(userId, (book) => {
      for (let n = 0; n <= 50; n++) book.decide({ ...yes, purpose: `p${n}` }, monday);
    });
    await expect(changing).rejects.toThrow(TooManyConsents);
    expect(await presentOf(userId)).toEqual([]);
  });

  it('holds what was decided at once, and no more than it may', async () => {
    const userId = await join();
    await change(userId, (book) => {
      for (let n = 1; n < 50; n++) book.decide({ ...yes, purpose: `p${n}` }, monday);
    });
    const deciding = ['a', 'b', 'c'].map((purpose) =>
      change(userId, (book) => book.decide({ ...yes, purpose }, tuesday)),
    );
    const outcomes = await Promise.allSettled(deciding);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await presentOf(userId)).toHaveLength(50);
  });
}
