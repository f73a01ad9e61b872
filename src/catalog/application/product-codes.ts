export interface ProductCode {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** Pictures that lead whoever scans them to a product in the mini program. Not inside a transaction. */
export abstract class ProductCodes {
  /** @throws ProductCodesLeadNowhere, WechatUnavailable, WechatLimitReached */
  abstract codeOf(productId: string): Promise<ProductCode>;
}
