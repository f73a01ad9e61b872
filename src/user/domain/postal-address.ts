import { FieldInvalid } from './errors.js';

export interface PostalAddressFields {
  readonly recipient: string;
  readonly phone: string;
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly detail: string;
  readonly postalCode: string | null;
}

/** Most characters (code points) of the fields that are free text. */
export const LONGEST = { recipient: 50, province: 50, city: 50, district: 50, detail: 200 } as const;

/** Mobile, landline or foreign: `13800138000`, `010-12345678`, `+852 9123 4567`. */
export const CONTACT_PHONE = /^(?=(?:[+\- ]*\d){5})[\d+\- ]{5,20}$/;
/** Empty is none: WeChat's chooseAddress hands out empty postal codes. */
export const POSTAL_CODE = /^[\dA-Za-z -]{0,10}$/;

/** Where, and to whom, a parcel goes. Personal data. */
export class PostalAddress {
  private constructor(readonly fields: PostalAddressFields) {}

  /** @throws FieldInvalid */
  static of({ recipient, phone, province, city, district, detail, postalCode }: PostalAddressFields): PostalAddress {
    const texts = { recipient, province, city, district, detail };
    for (const [name, longest] of Object.entries(LONGEST)) {
      const value = texts[name as keyof typeof texts];
      if (value.trim() === '' || [...value].length > longest) throw new FieldInvalid(name);
    }
    if (!CONTACT_PHONE.test(phone)) throw new FieldInvalid('phone');
    if (!POSTAL_CODE.test(postalCode ?? '')) throw new FieldInvalid('postalCode');
    return new PostalAddress({ ...texts, phone, postalCode: postalCode?.trim() || null });
  }

  static restore(fields: PostalAddressFields): PostalAddress {
    return new PostalAddress(fields);
  }

  /** This address with the named fields changed. @throws FieldInvalid */
  with(changes: Partial<PostalAddressFields>): PostalAddress {
    return PostalAddress.of({ ...this.fields, ...changes });
  }
}
