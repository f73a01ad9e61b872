import type { Download, OutsideAnswer, OutsideRequest, Transport } from '../transport.js';
import type { MerchantSigner } from './merchant-signer.js';

/** Sends signed requests; what comes back is not verified here. */
export class PayWire {
  constructor(
    readonly transport: Transport,
    private readonly signer: MerchantSigner,
    /** In public-key mode tells WeChat Pay which key to sign its answers with. */
    private readonly publicKeyId: string | null,
  ) {}

  /** Each sending is signed anew, so that a repeat is fresh. @throws WechatUnreachable */
  send(operation: string, request: Omit<OutsideRequest, 'headers'>, deadline: AbortSignal): Promise<OutsideAnswer> {
    return this.transport.send(
      operation,
      this.signed({ ...request, path: this.transport.pathOf(request.path) }),
      deadline,
    );
  }

  /** @param path as WeChat Pay named it: the whole one, with its query. @throws WechatUnreachable */
  download(operation: string, path: string, end: AbortSignal): Promise<Download> {
    return this.transport.download(operation, this.signed({ method: 'GET', path, body: null }), end);
  }

  private signed({ method, path, body }: Omit<OutsideRequest, 'headers'>): OutsideRequest {
    const headers = {
      accept: 'application/json',
      'user-agent': `node/${process.versions.node} wechat-pay-apiv3`,
      authorization: this.signer.authorization(method, path, body ?? ''),
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...(this.publicKeyId === null ? {} : { 'wechatpay-serial': this.publicKeyId }),
    };
    return { method, path, body, headers };
  }
}
