import { FieldInvalid } from './errors.js';
import { PhoneNumber, writtenPhone } from './phone-number.js';

describe('a phone number', () => {
  it.each([
    ['86', '13800138000', '138****8000'],
    ['852', '91234567', '****4567'],
    ['65', '612345678', '6****5678'],
    ['247', '12345', '****5'],
    ['290', '1234', '****'],
    ['1', '12345678901234', '123****1234'],
  ])('+%s %s is shown as %s: at least four digits stay hidden', (countryCode, subscriber, masked) => {
    expect(PhoneNumber.of(countryCode, subscriber).masked).toBe(masked);
  });

  it('is the same telephone wherever its country code is said to end', () => {
    expect(PhoneNumber.of('1', '2345550100').e164).toBe(PhoneNumber.of('12', '345550100').e164);
  });

  it('is read back as it was written', () => {
    const phone = PhoneNumber.of('86', '13800138000');
    expect(PhoneNumber.parse(phone.toString())).toEqual(phone);
  });

  it.each([
    ['', '13800138000'],
    ['0', '13800138000'],
    ['+86', '13800138000'],
    ['8666', '13800138000'],
    ['86', ''],
    ['86', '123'],
    ['86', '138 0013 8000'],
    ['86', '13800138000x'],
    ['86', '12345678901234'],
  ])('has a country code and digits, 15 in all: not +%s %s', (countryCode, subscriber) => {
    expect(() => PhoneNumber.of(countryCode, subscriber)).toThrow(new FieldInvalid('phone'));
  });

  it('is not read out of anything else', () => {
    expect(() => PhoneNumber.parse('')).toThrow(FieldInvalid);
    expect(() => PhoneNumber.parse('+8613800138000')).toThrow(FieldInvalid);
  });
});

describe('what somebody writes', () => {
  it.each(['13800138000', '138 0013 8000', '138-0013-8000', '+8613800138000', '+86 138 0013 8000', ' 8613800138000'])(
    'is the telephone number +8613800138000: “%s”',
    (text) => expect(writtenPhone(text)).toBe(PhoneNumber.of('86', '13800138000').e164),
  );

  it.each(['+852 9123 4567', ' 85291234567'])('may be a number from elsewhere: “%s”', (text) => {
    expect(writtenPhone(text)).toBe(PhoneNumber.of('852', '91234567').e164);
  });

  it.each(['+123456', '+123456789012345'])('has 6 to 15 digits after a plus: “%s”', (text) => {
    expect(writtenPhone(text)).toBe(text);
  });

  it.each(['', 'SF1234567890123', '1380013800', '138001380001', '+86', '+86 ', '+12345', '+1234567890123456', '12-34'])(
    'may be no telephone number: “%s”',
    (text) => expect(writtenPhone(text)).toBeNull(),
  );
});
