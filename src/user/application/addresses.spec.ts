import { ManualClock } from '#kernel';
import { InMemoryAddressBooks } from '../adapters/in-memory-address-books.js';
import { InMemoryUsers } from '../adapters/in-memory-users.js';
import { AddressNotFound, FieldInvalid } from '../domain/errors.js';
import type { PostalAddressFields } from '../domain/postal-address.js';
import { AddAddress } from './add-address.js';
import { ChangeAddress } from './change-address.js';
import { JoinShop } from './join-shop.js';
import { RemoveAddress } from './remove-address.js';

const address: PostalAddressFields = {
  recipient: '张三',
  phone: '13800138000',
  province: '广东省',
  city: '广州市',
  district: '天河区',
  detail: '体育西路 1 号',
  postalCode: null,
};

describe('keeping addresses', () => {
  const users = new InMemoryUsers();
  const books = new InMemoryAddressBooks(users);
  const addAddress = new AddAddress(books);
  const changeAddress = new ChangeAddress(books);
  const removeAddress = new RemoveAddress(books);
  const join = async () => (await new JoinShop(users, new ManualClock()).execute(1))[0]?.state.id ?? '';
  const addressesOf = async (userId: string) => {
    const book = await books.change(userId, () => undefined);
    return book.addresses.map(({ id, postal, isDefault }) => ({ id, detail: postal.fields.detail, isDefault }));
  };

  it('keeps what was added, changed and removed', async () => {
    const userId = await join();
    const first = await addAddress.execute({ userId, address, isDefault: false });
    const second = await addAddress.execute({ userId, address, isDefault: false });
    await changeAddress.execute({ userId, addressId: second, changes: { detail: '2 号' }, isDefault: true });
    expect(await addressesOf(userId)).toEqual([
      { id: second, detail: '2 号', isDefault: true },
      { id: first, detail: address.detail, isDefault: false },
    ]);
    await removeAddress.execute({ userId, addressId: second });
    expect(await addressesOf(userId)).toEqual([{ id: first, detail: address.detail, isDefault: true }]);
  });

  it('refuses an address that breaks a rule', async () => {
    const userId = await join();
    const adding = addAddress.execute({ userId, address: { ...address, phone: 'none' }, isDefault: true });
    await expect(adding).rejects.toThrow(FieldInvalid);
    expect(await addressesOf(userId)).toEqual([]);
  });

  it('answers for another’s address as for none', async () => {
    const [mine, yours] = [await join(), await join()];
    const addressId = await addAddress.execute({ userId: yours, address, isDefault: false });
    const changing = changeAddress.execute({ userId: mine, addressId, changes: {} });
    await expect(changing).rejects.toThrow(AddressNotFound);
    await expect(removeAddress.execute({ userId: mine, addressId })).rejects.toThrow(AddressNotFound);
    expect(await addressesOf(yours)).toHaveLength(1);
  });
});
