import { Logger } from '@nestjs/common';
import type { Config } from '#platform/config';
import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import {
  type CodeImage,
  CredentialsRefused,
  type MiniProgramClient,
  PageNotPublished,
  WechatBusy,
  WechatQuotaReached,
  WechatUnreachable,
} from '#wechat';
import { ProductCodesLeadNowhere } from '../domain/errors.js';
import { WechatProductCodes } from './wechat-product-codes.js';

const refusal = { operation: 'getwxacodeunlimit', code: 1, requestId: null };
const PRODUCT = '01KARR0000000000000000PRDV';

describe('the code of a product', () => {
  const codeImage = jest.fn<Promise<CodeImage>, unknown[]>();
  const codes = (environment: Config['environment'] = 'production', productPage: string | null = 'pages/product') =>
    new WechatProductCodes(
      { codeImage } as unknown as MiniProgramClient,
      { environment, miniProgram: { productPage } } as unknown as Config,
    );
  beforeEach(() => codeImage.mockReset());

  it.each([
    ['production', 'release'],
    ['development', 'develop'],
  ] as const)(
    'leads in %s to the page of the %s version, which learns the product’s id',
    async (environment, opens) => {
      const image = { bytes: Buffer.from('image'), contentType: 'image/png' };
      codeImage.mockResolvedValueOnce(image);
      expect(await codes(environment).codeOf(PRODUCT)).toEqual(image);
      expect(codeImage).toHaveBeenCalledWith({ scene: PRODUCT, page: 'pages/product', opens });
    },
  );

  it('is none where no page is configured, and WeChat is not asked', async () => {
    await expect(codes('production', null).codeOf(PRODUCT)).rejects.toThrow(ProductCodesLeadNowhere);
    expect(codeImage).not.toHaveBeenCalled();
  });

  it.each([
    [new PageNotPublished(refusal), ProductCodesLeadNowhere],
    [new WechatQuotaReached(refusal), WechatLimitReached],
    [new WechatBusy(refusal), WechatUnavailable],
    [new WechatUnreachable('getwxacodeunlimit', 'garbled'), WechatUnavailable],
  ])('is none, in our words, after %s', async (error, kind) => {
    codeImage.mockRejectedValueOnce(error);
    await expect(codes().codeOf(PRODUCT)).rejects.toThrow(kind);
  });

  it('waits for an operator when WeChat refuses the shop itself', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    codeImage.mockRejectedValueOnce(new CredentialsRefused(refusal));
    await expect(codes().codeOf(PRODUCT)).rejects.toThrow(WechatUnavailable);
    expect(logged).toHaveBeenCalledTimes(1);
    logged.mockRestore();
  });

  it('hides no error of our own', async () => {
    codeImage.mockRejectedValueOnce(new TypeError('a mistake'));
    await expect(codes().codeOf(PRODUCT)).rejects.toThrow('a mistake');
  });
});
