import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTick } from 'node:timers/promises';
import Aes from 'wechatpay-axios-plugin/lib/aes.js';
import Formatter from 'wechatpay-axios-plugin/lib/formatter.js';
import Rsa from 'wechatpay-axios-plugin/lib/rsa.js';
import { makeSimulatorCredentials } from './credentials.js';
import type { SimulatorCredentials, WechatSimulatorOptions } from './options.js';
import { startWechatSimulator } from './server.js';
import type { PayRequest, WechatSimulator } from './simulator.js';

export interface PayAnswer {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, unknown>;
}

export interface ReceivedNotification {
  headers: IncomingHttpHeaders;
  text: string;
}

export interface ReceivedPush {
  query: Record<string, string>;
  text: string;
}

/** A shop that speaks WeChat's protocols through an independent library, so that the simulator's own code proves nothing. */
export class InMemoryShop {
  readonly notifications: ReceivedNotification[] = [];
  /** What the next notifications are answered with; 204 after these. */
  readonly answers: number[] = [];
  readonly pushes: ReceivedPush[] = [];
  /** The queries of WeChat's checks of the push URL. */
  readonly checks: Record<string, string>[] = [];
  /** As `answers`, of pushes; 200 after these. */
  readonly pushAnswers: number[] = [];
  clock = () => new Date();

  private constructor(
    readonly credentials: SimulatorCredentials,
    readonly simulator: WechatSimulator,
    private readonly listener: Server,
    readonly notifyUrl: string,
  ) {}

  static async open(options: Partial<WechatSimulatorOptions> = {}): Promise<InMemoryShop> {
    const credentials = await makeSimulatorCredentials();
    const simulator = await startWechatSimulator({ port: 0, ...credentials, ...options });
    const listener = createServer();
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const notifyUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/notify`;
    const shop = new InMemoryShop(credentials, simulator, listener, notifyUrl);
    shop.clock = options.now ?? shop.clock;
    listener.on('request', (message, response) => {
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (message.url?.startsWith('/push')) {
          const echo = shop.takePush(message.url, text);
          return void response.writeHead(shop.pushAnswers.shift() ?? 200).end(echo);
        }
        shop.notifications.push({ headers: message.headers, text });
        response.writeHead(shop.answers.shift() ?? 204).end();
      });
    });
    return shop;
  }

  get pushUrl(): string {
    return this.notifyUrl.replace(/notify$/, 'push');
  }

  private takePush(url: string, text: string): string {
    const query = Object.fromEntries(new URL(url, this.simulator.url).searchParams);
    if (query.echostr !== undefined) {
      this.checks.push(query);
      return query.echostr;
    }
    this.pushes.push({ query, text });
    return 'success';
  }

  async close(): Promise<void> {
    await this.simulator.close();
    this.listener.closeAllConnections();
    await new Promise((resolve) => this.listener.close(resolve));
  }

  /** Calls api.weixin.qq.com with a stable access_token, or with another one. */
  async api(
    method: string,
    path: string,
    query: Record<string, string>,
    body?: object | null,
    token?: string,
  ): Promise<Record<string, unknown>> {
    const response = await this.apiAnswer(method, path, query, body, token);
    return (await response.json()) as Record<string, unknown>;
  }

  async apiAnswer(
    method: string,
    path: string,
    query: Record<string, string>,
    body?: object | null,
    token?: string,
  ): Promise<Response> {
    const parameters = new URLSearchParams({ access_token: token ?? (await this.token()), ...query });
    const url = `${this.simulator.url}${path}?${parameters.toString()}`;
    return fetch(url, { method, body: body ? JSON.stringify(body) : null });
  }

  async stableToken(force: boolean): Promise<Record<string, unknown>> {
    const { appId: appid, appSecret: secret } = this.credentials;
    const body = JSON.stringify({ grant_type: 'client_credential', appid, secret, force_refresh: force });
    const response = await fetch(`${this.simulator.url}/cgi-bin/stable_token`, { method: 'POST', body });
    return (await response.json()) as Record<string, unknown>;
  }

  async token(): Promise<string> {
    return String((await this.stableToken(false)).access_token);
  }

  async plainToken(): Promise<Record<string, unknown>> {
    const { appId: appid, appSecret: secret } = this.credentials;
    const query = new URLSearchParams({ grant_type: 'client_credential', appid, secret });
    const response = await fetch(`${this.simulator.url}/cgi-bin/token?${query.toString()}`);
    return (await response.json()) as Record<string, unknown>;
  }

  async signIn(user: string): Promise<{ openid: string; sessionKey: string }> {
    const { code } = this.simulator.login({ user });
    const { appId: appid, appSecret: secret } = this.credentials;
    const query = new URLSearchParams({ appid, secret, js_code: code, grant_type: 'authorization_code' });
    const response = await fetch(`${this.simulator.url}/sns/jscode2session?${query.toString()}`);
    const { openid, session_key: sessionKey } = (await response.json()) as Record<string, string>;
    return { openid: String(openid), sessionKey: String(sessionKey) };
  }

  async pay(method: string, path: string, body?: object, changes: Record<string, string> = {}): Promise<PayAnswer> {
    const response = await this.send(method, path, body === undefined ? '' : JSON.stringify(body), changes);
    const text = await response.text();
    const parsed = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, text, body: parsed };
  }

  async download(path: string): Promise<Buffer> {
    return Buffer.from(await (await this.send('GET', path, '', {})).arrayBuffer());
  }

  private send(method: string, path: string, body: string, changes: Record<string, string>): Promise<Response> {
    const { merchantId, merchantPrivateKey, merchantSerialNo } = this.credentials;
    const timestamp = Math.floor(this.clock().getTime() / 1000);
    const nonce = Formatter.nonce();
    const signature = Rsa.sign(Formatter.request(method, path, timestamp, nonce, body), merchantPrivateKey);
    const headers = {
      accept: 'application/json',
      'user-agent': 'spec',
      authorization: Formatter.authorization(merchantId, nonce, signature, timestamp, merchantSerialNo),
      ...(body && { 'content-type': 'application/json' }),
      ...changes,
    };
    return fetch(this.simulator.url + path, { method, headers, body: body || null });
  }

  prepayBody(outTradeNo: string, changes: object = {}): object {
    return {
      appid: this.credentials.appId,
      mchid: this.credentials.merchantId,
      description: '一双袜子',
      out_trade_no: outTradeNo,
      notify_url: this.notifyUrl,
      amount: { total: 100, currency: 'CNY' },
      payer: { openid: this.simulator.login().openid },
      ...changes,
    };
  }

  /** The arguments of wx.requestPayment for a new order. */
  async prepay(outTradeNo: string, changes: object = {}): Promise<PayRequest> {
    const { body, text } = await this.pay('POST', '/v3/pay/transactions/jsapi', this.prepayBody(outTradeNo, changes));
    if (typeof body.prepay_id !== 'string') throw new Error(text);
    return this.requestPayment(body.prepay_id);
  }

  requestPayment(prepayId: string): PayRequest {
    const timeStamp = String(Formatter.timestamp());
    const nonceStr = Formatter.nonce();
    const prepayPackage = `prepay_id=${prepayId}`;
    const message = Formatter.joinedByLineFeed(this.credentials.appId, timeStamp, nonceStr, prepayPackage);
    const paySign = Rsa.sign(message, this.credentials.merchantPrivateKey);
    return { timeStamp, nonceStr, package: prepayPackage, signType: 'RSA', paySign };
  }

  async paidOrder(outTradeNo: string): Promise<string> {
    return (await this.simulator.pay(await this.prepay(outTradeNo))).transactionId;
  }

  query(outTradeNo: string): Promise<PayAnswer> {
    return this.pay('GET', `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${this.credentials.merchantId}`);
  }

  refund(outTradeNo: string, outRefundNo: string, refund: number): Promise<PayAnswer> {
    return this.pay('POST', '/v3/refund/domestic/refunds', {
      out_trade_no: outTradeNo,
      out_refund_no: outRefundNo,
      notify_url: this.notifyUrl,
      amount: { refund, total: 100, currency: 'CNY' },
    });
  }

  async receive(count: number): Promise<ReceivedNotification[]> {
    await until(() => this.notifications.length >= count);
    return this.notifications;
  }

  /** Whether the headers sign the text with the given public key (the platform's by default). */
  verifies(headers: Headers | IncomingHttpHeaders, text: string, publicKey = this.simulator.publicKey): boolean {
    const header = (name: string) => String(headers instanceof Headers ? headers.get(name) : headers[name]);
    const message = Formatter.response(header('wechatpay-timestamp'), header('wechatpay-nonce'), text);
    return Rsa.verify(message, header('wechatpay-signature'), publicKey);
  }

  decrypt(text: string): Record<string, unknown> & { amount: Record<string, number> } {
    const { resource } = JSON.parse(text) as { resource: Record<'ciphertext' | 'nonce' | 'associated_data', string> };
    return JSON.parse(this.decryptResource(resource)) as ReturnType<InMemoryShop['decrypt']>;
  }

  decryptResource(resource: Record<'ciphertext' | 'nonce' | 'associated_data', string>): string {
    const { ciphertext, nonce, associated_data } = resource;
    return Aes.AesGcm.decrypt(ciphertext, this.credentials.apiV3Key, nonce, associated_data);
  }
}

/** Resolves once the condition holds; Jest's own time limit bounds the wait. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTick();
}
