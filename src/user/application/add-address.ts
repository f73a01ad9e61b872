import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { AddressBooks } from '../domain/address-books.js';
import { PostalAddress, type PostalAddressFields } from '../domain/postal-address.js';

export interface AddAddressCommand {
  readonly userId: string;
  readonly address: PostalAddressFields;
  readonly isDefault: boolean;
}

@Injectable()
export class AddAddress {
  constructor(private readonly books: AddressBooks) {}

  /** Answers the new address's id. */
  async execute({ userId, address, isDefault }: AddAddressCommand): Promise<string> {
    const id = newId();
    const postal = PostalAddress.of(address);
    await this.books.change(userId, (book) => book.add(id, postal, isDefault));
    return id;
  }
}
