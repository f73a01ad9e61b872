import fc from 'fast-check';
import { AddressBook } from './address-book.js';
import { AddressNotFound, TooManyAddresses } from './errors.js';
import { PostalAddress } from './postal-address.js';

const postal = PostalAddress.of({
  recipient: '张三',
  phone: '13800138000',
  province: '广东省',
  city: '广州市',
  district: '天河区',
  detail: '体育西路 1 号',
  postalCode: null,
});

function bookOf(...ids: string[]): AddressBook {
  const book = AddressBook.restore('u1', []);
  for (const id of ids) book.add(id, postal, false);
  return book;
}

const defaultsOf = (book: AddressBook) => book.addresses.filter(({ isDefault }) => isDefault).map(({ id }) => id);
const idsOf = (book: AddressBook) => book.addresses.map(({ id }) => id);

describe('an address book', () => {
  it('makes the first address the default, asked or not', () => {
    expect(defaultsOf(bookOf('a', 'b'))).toEqual(['a']);
  });

  it('lists the newest address first', () => {
    expect(idsOf(bookOf('a', 'b', 'c'))).toEqual(['c', 'b', 'a']);
  });

  it('has one default: a new one unsets the old', () => {
    const book = bookOf('a', 'b');
    book.add('c', postal, true);
    expect(defaultsOf(book)).toEqual(['c']);
    book.change('b', {}, true);
    expect(defaultsOf(book)).toEqual(['b']);
  });

  it('makes the newest of the others the default when the default is removed', () => {
    const book = bookOf('a', 'b', 'c');
    book.remove('a');
    expect(defaultsOf(book)).toEqual(['c']);
  });

  it('keeps its default when another address is removed', () => {
    const book = bookOf('a', 'b');
    book.remove('b');
    expect(defaultsOf(book)).toEqual(['a']);
  });

  it('may be emptied, and then begins anew', () => {
    const book = bookOf('a');
    book.remove('a');
    expect(book.addresses).toEqual([]);
    book.add('b', postal, false);
    expect(defaultsOf(book)).toEqual(['b']);
  });

  it('makes the newest of the others the default when the default is told not to be it', () => {
    const book = bookOf('a', 'b', 'c');
    book.change('a', {}, false);
    expect(defaultsOf(book)).toEqual(['c']);
    book.change('b', {}, false);
    expect(defaultsOf(book)).toEqual(['c']);
  });

  it('keeps its only address the default', () => {
    const book = bookOf('a');
    book.change('a', {}, false);
    expect(defaultsOf(book)).toEqual(['a']);
  });

  it('changes the named fields of one address', () => {
    const book = bookOf('a', 'b');
    const [b] = book.addresses;
    book.change('a', { detail: '2 号' });
    expect(book.addresses[0]).toBe(b);
    expect(book.addresses[1]).toEqual({ id: 'a', postal: postal.with({ detail: '2 号' }), isDefault: true });
  });

  it('holds 50 addresses and no more', () => {
    const book = bookOf(...Array.from({ length: 50 }, (_, n) => `a${n}`));
    expect(() => book.add('b', postal, true)).toThrow(TooManyAddresses);
    expect(book.addresses).toHaveLength(50);
    expect(defaultsOf(book)).toEqual(['a0']);
  });

  it('knows only its own addresses', () => {
    const book = bookOf('a');
    expect(() => book.change('b', {}, true)).toThrow(AddressNotFound);
    expect(() => book.remove('b')).toThrow(AddressNotFound);
  });

  it('has exactly one default, when it has an address, after whatever was done to it', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const step = fc.oneof(
      fc.record({ does: fc.constant('add' as const), isDefault: fc.boolean() }),
      fc.record({ does: fc.constant('change' as const), id, isDefault: fc.option(fc.boolean(), { nil: undefined }) }),
      fc.record({ does: fc.constant('remove' as const), id }),
    );
    const play = fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const book = AddressBook.restore('u1', []);
      for (const one of steps) {
        const free = ['a', 'b', 'c', 'd'].find((name) => !idsOf(book).includes(name));
        if (one.does === 'add') {
          if (free !== undefined) book.add(free, postal, one.isDefault);
        } else if (idsOf(book).includes(one.id)) {
          if (one.does === 'change') book.change(one.id, {}, one.isDefault);
          else book.remove(one.id);
        }
        expect(defaultsOf(book)).toHaveLength(Math.min(book.addresses.length, 1));
      }
    });
    fc.assert(play);
  });
});
