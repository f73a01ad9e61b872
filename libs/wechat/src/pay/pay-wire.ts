import type { OutsideAnswer, Transport } from '../transport.js';
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
  send(
    operation: string,
    request: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body: string | null },
    deadline: AbortSignal,
  ): Promise<OutsideAnswer> {
    const { method, body } = request;
    const path = this.transport.pathOf(request.path);
    const headers = {
      accept: 'application/json',
      'user-agent': `node/${process.versions.node} wechat-pay-apiv3`,
      authorization: this.signer.authorization(method, path, body ?? ''),
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...(this.publicKeyId === null ? {} : { 'wechatpay-serial': this.publicKeyId }),
    };
    return this.transport.send(operation, { method, path, body, headers }, deadline);
  }
}
