import { Injectable } from '@nestjs/common';
import { type BlindDigest, BlindIndex, PersonalDataCipher, type PersonCipher } from '#platform/crypto';
import { PhoneNumber } from '../domain/phone-number.js';
import { PostalAddress, type PostalAddressFields } from '../domain/postal-address.js';

const phoneOf = (userId: string) => ({ table: 'users', column: 'phone', row: userId });
const contentOf = (addressId: string) => ({ table: 'user_addresses', column: 'content', row: addressId });

/** One user's fields, also inside a transaction. */
export class UserFields {
  constructor(
    private readonly cipher: PersonCipher,
    private readonly userId: string,
  ) {}

  sealPhone(phone: PhoneNumber): string {
    return this.cipher.seal(phone.toString(), phoneOf(this.userId));
  }

  sealAddress(address: PostalAddress, addressId: string): string {
    return this.cipher.seal(JSON.stringify(address.fields), contentOf(addressId));
  }

  /** @throws PersonalDataUnreadable */
  openAddress(sealed: string, addressId: string): PostalAddress {
    return addressFrom(this.cipher.open(sealed, contentOf(addressId)));
  }
}

/** The personal fields of this context as they lie in the database, each bound to its row. */
@Injectable()
export class SealedFields {
  constructor(
    private readonly cipher: PersonalDataCipher,
    private readonly index: BlindIndex,
  ) {}

  /** @throws PersonErased, KeysUnavailable */
  async of(userId: string): Promise<UserFields> {
    return new UserFields(await this.cipher.of(userId), userId);
  }

  /** @throws PersonalDataUnreadable, KeysUnavailable */
  async openPhone(sealed: string | null, userId: string): Promise<PhoneNumber | null> {
    const opened = await this.cipher.open(sealed, phoneOf(userId));
    return opened === null ? null : PhoneNumber.parse(opened);
  }

  /** Null for somebody who was erased this very moment. @throws PersonalDataUnreadable, KeysUnavailable */
  async openAddress(sealed: string, addressId: string): Promise<PostalAddress | null> {
    const opened = await this.cipher.open(sealed, contentOf(addressId));
    return opened === null ? null : addressFrom(opened);
  }

  /** Equal for equal numbers: the database holds them unique. @throws KeysUnavailable */
  phoneDigests({ e164 }: Pick<PhoneNumber, 'e164'>): Promise<BlindDigest[]> {
    return this.index.digests(e164, 'user.phone');
  }
}

function addressFrom(json: string): PostalAddress {
  return PostalAddress.restore(JSON.parse(json) as PostalAddressFields);
}
