import { newId } from '#kernel';
import { AddressBook } from '../domain/address-book.js';
import type { AddressBooks } from '../domain/address-books.js';
import { AddressNotFound, TooManyAddresses, UserNotFound } from '../domain/errors.js';
import { PostalAddress } from '../domain/postal-address.js';
import { User } from '../domain/user.js';
import type { Users } from '../domain/users.js';

export const somewhere = PostalAddress.of({
  recipient: '张三',
  phone: '13800138000',
  province: '广东省',
  city: '广州市',
  district: '天河区',
  detail: '体育西路 1 号',
  postalCode: '510000',
});

/** What every adapter of the port keeps to. */
export function addressBooksContract(opened: () => { readonly books: AddressBooks; readonly users: Users }): void {
  const join = async () => {
    const user = User.join(newId(), new Date());
    await opened().users.add(user);
    return user.state.id;
  };
  const change = (userId: string, mutate: (book: AddressBook) => void) => opened().books.change(userId, mutate);
  const addressesOf = async (userId: string) => (await change(userId, () => undefined)).addresses;
  const add = async (userId: string, isDefault = false) => {
    const id = newId();
    await change(userId, (book) => book.add(id, somewhere, isDefault));
    return id;
  };

  it('gives back what was kept, newest first', async () => {
    const userId = await join();
    const [first, second] = [await add(userId), await add(userId)];
    expect(await addressesOf(userId)).toEqual([
      { id: second, postal: somewhere, isDefault: false },
      { id: first, postal: somewhere, isDefault: true },
    ]);
  });

  it('keeps what was changed, removed and made the default', async () => {
    const userId = await join();
    const [gone, moved, chosen] = [await add(userId), await add(userId), await add(userId)];
    await change(userId, (book) => {
      book.change(moved, { detail: '新地址', postalCode: null });
      book.change(chosen, {}, true);
      book.remove(gone);
    });
    expect(await addressesOf(userId)).toEqual([
      { id: chosen, postal: somewhere, isDefault: true },
      { id: moved, postal: somewhere.with({ detail: '新地址', postalCode: null }), isDefault: false },
    ]);
  });

  it('gives each user a book of their own', async () => {
    const [mine, yours] = [await join(), await join()];
    const id = await add(mine);
    expect(await addressesOf(yours)).toEqual([]);
    await expect(change(yours, (book) => book.remove(id))).rejects.toThrow(AddressNotFound);
    expect(await addressesOf(mine)).toHaveLength(1);
  });

  it('has none for a user that does not exist', async () => {
    await expect(change(newId(), () => undefined)).rejects.toThrow(UserNotFound);
  });

  it('changes nothing when the change throws', async () => {
    const userId = await join();
    const changing = change(userId, (book) => {
      book.add(newId(), somewhere, true);
      book.remove('unknown');
    });
    await expect(changing).rejects.toThrow(AddressNotFound);
    expect(await addressesOf(userId)).toEqual([]);
  });

  it('has one default when two first addresses are added at once', async () => {
    const userId = await join();
    await Promise.all([add(userId), add(userId), add(userId, true), add(userId, true)]);
    const defaults = (await addressesOf(userId)).filter(({ isDefault }) => isDefault);
    expect(defaults).toHaveLength(1);
  });

  it('holds no more than it may when many are added at once', async () => {
    const userId = await join();
    await change(userId, (book) => {
      for (let n = 2; n < AddressBook.most; n++) book.add(newId(), somewhere, false);
    });
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => add(userId)));
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []));
    expect(refusals).toHaveLength(3);
    for (const refusal of refusals) expect(refusal).toBeInstanceOf(TooManyAddresses);
    expect(await addressesOf(userId)).toHaveLength(AddressBook.most);
  });
}
