import { tellsOfEach } from '../../../test/support/refusals.js';
import * as errors from './errors.js';

tellsOfEach([
  ['a login code WeChat refuses', () => new errors.LoginCodeInvalid(), 1101, 'unauthenticated'],
  ['WeChat data that does not open', () => new errors.WechatDataUnreadable(), 1004, 'unprocessable'],
  ['an access token whose hour is over', () => new errors.AccessTokenExpired(), 1102, 'unauthenticated'],
  ['an access token that is forged or revoked', () => new errors.AccessTokenRefused(), 1103, 'unauthenticated'],
  ['a refresh token that is no good', () => new errors.RefreshTokenInvalid(), 1104, 'unauthenticated'],
  ['a refresh token that was spent', () => new errors.RefreshTokenReused(), 1105, 'unauthenticated'],
  ['a wrong name or password of staff', () => new errors.StaffCredentialsWrong(), 1106, 'unauthenticated'],
  ['a sign-in of staff that is locked', () => new errors.StaffSignInLocked(60), 429, 'rate-limited'],
  ['a blocked account', () => new errors.AccountBlocked(), 1107, 'forbidden'],
  ['a session there is none of', () => new errors.SessionNotFound(), 404, 'not-found'],
  ['a member of staff there is none of', () => new errors.StaffNotFound(), 404, 'not-found'],
  ['a username somebody has', () => new errors.UsernameTaken(), 409, 'conflict'],
  ['a shop without an owner', () => new errors.LastOwner(), 409, 'conflict'],
]);

it('a sign-in that is locked says for how long', () => {
  expect(new errors.StaffSignInLocked(60).retryAfterSeconds).toBe(60);
});
