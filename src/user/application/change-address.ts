import { Injectable } from '@nestjs/common';
import { AddressBooks } from '../domain/address-books.js';
import type { PostalAddressFields } from '../domain/postal-address.js';

export interface ChangeAddressCommand {
  readonly userId: string;
  readonly addressId: string;
  /** What is absent stays as it is. */
  readonly changes: Partial<PostalAddressFields>;
  readonly isDefault?: boolean | undefined;
}

@Injectable()
export class ChangeAddress {
  constructor(private readonly books: AddressBooks) {}

  async execute({ userId, addressId, changes, isDefault }: ChangeAddressCommand): Promise<void> {
    await this.books.change(userId, (book) => book.change(addressId, changes, isDefault));
  }
}
