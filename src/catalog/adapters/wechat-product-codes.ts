import { Injectable, Logger } from '@nestjs/common';
import { Config } from '#platform/config';
import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import {
  MiniProgramClient,
  PageNotPublished,
  WechatBusy,
  WechatError,
  WechatQuotaReached,
  WechatUnreachable,
} from '#wechat';
import { type ProductCode, ProductCodes } from '../application/product-codes.js';
import { ProductCodesLeadNowhere } from '../domain/errors.js';

/** WeChat draws the code; its `scene` is the product's id, 26 of the 32 characters there may be. */
@Injectable()
export class WechatProductCodes extends ProductCodes {
  private readonly log = new Logger(WechatProductCodes.name);

  constructor(
    private readonly wechat: MiniProgramClient,
    private readonly config: Config,
  ) {
    super();
  }

  async codeOf(productId: string): Promise<ProductCode> {
    const { environment, miniProgram } = this.config;
    if (miniProgram.productPage === null) throw new ProductCodesLeadNowhere();
    const opens = environment === 'production' ? 'release' : 'develop';
    try {
      return await this.wechat.codeImage({ scene: productId, page: miniProgram.productPage, opens });
    } catch (error) {
      throw error instanceof WechatError ? this.inOurWords(error) : error;
    }
  }

  private inOurWords(error: WechatError): Error {
    if (error instanceof PageNotPublished) return new ProductCodesLeadNowhere();
    if (error instanceof WechatQuotaReached) return new WechatLimitReached(error.retryAfterSeconds);
    if (error instanceof WechatUnreachable || error instanceof WechatBusy) {
      return new WechatUnavailable(error.retryAfterSeconds);
    }
    // Credentials or permissions that WeChat refuses: an operator has to see to it.
    this.log.error(error.message);
    return new WechatUnavailable();
  }
}
