import { tellsOfEach } from '../../../test/support/refusals.js';
import * as errors from './errors.js';

tellsOfEach([
  ['a user there is none of', () => new errors.UserNotFound(), 1001, 'not-found'],
  ['an address there is none of', () => new errors.AddressNotFound(), 1002, 'not-found'],
  ['a phone number somebody has', () => new errors.PhoneTaken(), 1003, 'conflict'],
  ['a phone code WeChat refuses', () => new errors.PhoneCodeInvalid(), 1006, 'unprocessable'],
  ['an address too many', () => new errors.TooManyAddresses(50), 409, 'conflict'],
  ['a purpose too many', () => new errors.TooManyConsents(50), 409, 'conflict'],
  ['a field that breaks its rule', () => new errors.FieldInvalid('phone'), 400, 'invalid'],
]);

it('a field that breaks its rule is named', () => {
  expect(new errors.FieldInvalid('phone').description).toMatchObject({
    zh: expect.stringContaining('phone'),
    en: expect.stringContaining('phone'),
  });
});
