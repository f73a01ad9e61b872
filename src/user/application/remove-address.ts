import { Injectable } from '@nestjs/common';
import { AddressBooks } from '../domain/address-books.js';

export interface RemoveAddressCommand {
  readonly userId: string;
  readonly addressId: string;
}

@Injectable()
export class RemoveAddress {
  constructor(private readonly books: AddressBooks) {}

  async execute({ userId, addressId }: RemoveAddressCommand): Promise<void> {
    await this.books.change(userId, (book) => book.remove(addressId));
  }
}
