import { Logger } from '@nestjs/common';
import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import {
  CredentialsRefused,
  MiniProgramClient,
  PhoneCodeRefused,
  WechatBusy,
  WechatQuotaReached,
  WechatRefused,
  WechatUnreachable,
} from '#wechat';
import { PhoneCodeInvalid } from '../domain/errors.js';
import { MiniProgramPhone } from './wechat-phone.js';

const refusal = { operation: 'getuserphonenumber', code: 1, requestId: null, retryAfterSeconds: 7 };

beforeAll(() => {
  Logger.overrideLogger(false);
});

describe('the phone number WeChat reveals', () => {
  const client = new MiniProgramClient({
    appId: 'wx1',
    appSecret: 's',
    baseUrl: 'http://127.0.0.1:9',
    guard: () => {},
  });
  const asked = jest.spyOn(client, 'phoneNumber');
  const phone = new MiniProgramPhone(client);
  const refused = (error: Error) => {
    asked.mockRejectedValueOnce(error);
    return phone.reveal('code', 'account').catch((thrown: unknown) => thrown);
  };
  afterAll(() => client.disconnect());

  it('is asked for with the shopper’s account, so that nobody uses another’s code', async () => {
    asked.mockResolvedValueOnce({ phoneNumber: '+85291234567', purePhoneNumber: '91234567', countryCode: '852' });
    expect((await phone.reveal('code', 'account')).toString()).toBe('+852 91234567');
    expect(asked).toHaveBeenCalledWith({ code: 'code', openid: 'account' });
  });

  it('is refused with 1006 when WeChat refuses the code', async () => {
    expect(await refused(new PhoneCodeRefused(refusal))).toBeInstanceOf(PhoneCodeInvalid);
  });

  it.each([
    [new WechatBusy(refusal), WechatUnavailable, 7],
    [new WechatUnreachable('getuserphonenumber', 'connection'), WechatUnavailable, 5],
    [new WechatQuotaReached(refusal), WechatLimitReached, 7],
  ])('passes on when to try again: %s', async (error, kind, retryAfterSeconds) => {
    const thrown = await refused(error);
    expect(thrown).toBeInstanceOf(kind);
    expect(thrown).toMatchObject({ retryAfterSeconds });
  });

  it('is not believed when it is no number', async () => {
    asked.mockResolvedValueOnce({ phoneNumber: 'x', purePhoneNumber: 'x', countryCode: '86' });
    await expect(phone.reveal('code', 'account')).rejects.toThrow(WechatUnavailable);
  });

  it.each([new CredentialsRefused(refusal), new WechatRefused(refusal)])(
    'has to wait for an operator when WeChat refuses the shop itself: %s',
    async (error) => {
      const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
      expect(await refused(error)).toBeInstanceOf(WechatUnavailable);
      expect(logged).toHaveBeenCalledWith(error.message);
      logged.mockRestore();
    },
  );

  it('does not hide an error of our own', async () => {
    await expect(refused(new TypeError('a mistake'))).resolves.toBeInstanceOf(TypeError);
  });
});
