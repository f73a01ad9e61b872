import { FieldInvalid } from './errors.js';
import { LONGEST, PostalAddress, type PostalAddressFields } from './postal-address.js';

const fields: PostalAddressFields = {
  recipient: '张三',
  phone: '13800138000',
  province: '广东省',
  city: '广州市',
  district: '天河区',
  detail: '体育西路 1 号',
  postalCode: '510000',
};

describe('a postal address', () => {
  it('changes the named fields and keeps the others', () => {
    expect(PostalAddress.of(fields).with({ detail: '2 号', postalCode: null }).fields).toEqual({
      ...fields,
      detail: '2 号',
      postalCode: null,
    });
  });

  it.each(Object.entries(LONGEST))('has a %s of 1 to %i characters, not all blank', (name, longest) => {
    for (const character of ['x', '😀']) {
      const longestOne = { ...fields, [name]: character.repeat(longest) };
      expect(PostalAddress.of(longestOne).fields).toEqual(longestOne);
    }
    for (const value of ['', '  ', 'x'.repeat(longest + 1)]) {
      expect(() => PostalAddress.of({ ...fields, [name]: value })).toThrow(new FieldInvalid(name));
    }
  });

  it.each(['13800138000', '010-12345678', '+852 9123 4567', '95588'])('may be reached at %s', (phone) => {
    expect(PostalAddress.of({ ...fields, phone }).fields.phone).toBe(phone);
  });

  it.each(['', '1234', '+----', '1-2-3-4', '1380013800x', 'x13800138000', '1'.repeat(21)])(
    'has a phone: not "%s"',
    (phone) => {
      expect(() => PostalAddress.of(fields).with({ phone })).toThrow(new FieldInvalid('phone'));
    },
  );

  it('has no postal code when it is empty', () => {
    expect(PostalAddress.of({ ...fields, postalCode: '' }).fields.postalCode).toBeNull();
    expect(PostalAddress.of({ ...fields, postalCode: '  ' }).fields.postalCode).toBeNull();
    expect(PostalAddress.of({ ...fields, postalCode: null }).fields.postalCode).toBeNull();
  });

  it.each(['12345678901', '邮编', '51#000'])(
    'has a postal code of at most 10 letters and digits: not %s',
    (postalCode) => {
      expect(() => PostalAddress.of({ ...fields, postalCode })).toThrow(new FieldInvalid('postalCode'));
    },
  );

  it('is read back whatever today’s rules are', () => {
    expect(PostalAddress.restore({ ...fields, phone: '1' }).fields.phone).toBe('1');
  });
});
