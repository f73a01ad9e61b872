import { Injectable } from '@nestjs/common';
import { PersonalDataCipher } from '#platform/crypto';
import { PhoneNumber } from '../domain/phone-number.js';
import { PostalAddress, type PostalAddressFields } from '../domain/postal-address.js';

const phoneOf = (userId: string) => ({ table: 'users', column: 'phone', row: userId });
const contentOf = (addressId: string) => ({ table: 'user_addresses', column: 'content', row: addressId });

/** The personal fields of this context as they lie in the database, each bound to its row. */
@Injectable()
export class SealedFields {
  constructor(private readonly cipher: PersonalDataCipher) {}

  sealPhone(phone: PhoneNumber | null, userId: string): Promise<string | null> {
    return this.cipher.sealOrNull(phone?.toString() ?? null, phoneOf(userId));
  }

  /** @throws PersonalDataUnreadable */
  async openPhone(sealed: string | null, userId: string): Promise<PhoneNumber | null> {
    const opened = await this.cipher.openOrNull(sealed, phoneOf(userId));
    return opened === null ? null : PhoneNumber.parse(opened);
  }

  /** Equal for equal numbers: the database holds it unique. */
  async phoneIndex(phone: PhoneNumber | null): Promise<string | null> {
    return phone && this.cipher.blindIndex(phone.e164, 'user.phone');
  }

  sealAddress(address: PostalAddress, addressId: string): Promise<string> {
    return this.cipher.seal(JSON.stringify(address.fields), contentOf(addressId));
  }

  /** @throws PersonalDataUnreadable */
  async openAddress(sealed: string, addressId: string): Promise<PostalAddress> {
    const opened = await this.cipher.open(sealed, contentOf(addressId));
    return PostalAddress.restore(JSON.parse(opened) as PostalAddressFields);
  }
}
