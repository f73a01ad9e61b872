import { Injectable } from '@nestjs/common';
import { PersonErased } from '#platform/crypto';
import { Database } from '#platform/database';
import { type Address, AddressBook } from '../domain/address-book.js';
import { AddressBooks } from '../domain/address-books.js';
import { UserNotFound } from '../domain/errors.js';
import { AddressEntity } from './address.entity.js';
import { SealedFields, type UserFields } from './sealed-fields.js';

@Injectable()
export class SqlAddressBooks extends AddressBooks {
  constructor(
    private readonly database: Database,
    private readonly sealed: SealedFields,
  ) {
    super();
  }

  async change(userId: string, mutate: (book: AddressBook) => void): Promise<AddressBook> {
    const fields = await this.fieldsOf(userId);
    return this.database.transaction(async () => {
      await this.lock(userId);
      const before = await this.addressesOf(userId, fields);
      const book = AddressBook.restore(userId, before);
      mutate(book);
      await this.save(book, before, fields);
      return book;
    });
  }

  /** Before the transaction: the key may be a network away. */
  private async fieldsOf(userId: string): Promise<UserFields> {
    try {
      return await this.sealed.of(userId);
    } catch (error) {
      throw error instanceof PersonErased ? new UserNotFound() : error;
    }
  }

  /** The user's row stands for the book, which may have no rows of its own yet to lock. */
  private async lock(userId: string): Promise<void> {
    const { forUpdate } = this.database;
    const found = await this.database.query(`SELECT id FROM users WHERE id = ?${forUpdate}`, [userId]);
    if (found.length === 0) throw new UserNotFound();
  }

  private async addressesOf(userId: string, fields: UserFields): Promise<Address[]> {
    const rows = await this.database.manager.find(AddressEntity, { where: { userId }, order: { id: 'DESC' } });
    return rows.map(({ id, content, isDefault }) => ({ id, isDefault, postal: fields.openAddress(content, id) }));
  }

  private async save(
    { userId, addresses }: AddressBook,
    before: readonly Address[],
    fields: UserFields,
  ): Promise<void> {
    const { manager } = this.database;
    const gone = before.filter(({ id }) => !addresses.some((address) => address.id === id));
    for (const { id } of gone) await manager.delete(AddressEntity, { id });
    for (const address of addresses.filter((one) => !before.includes(one))) {
      const { id, postal, isDefault } = address;
      const row = { content: fields.sealAddress(postal, id), isDefault };
      if (before.some((old) => old.id === id)) await manager.update(AddressEntity, { id }, row);
      else await manager.insert(AddressEntity, { id, userId, ...row });
    }
  }
}
