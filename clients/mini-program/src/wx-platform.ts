import type { PaymentArguments } from './api-types.js';
import type { HttpAnswer, Platform } from './platform.js';

interface Outcome<Result> {
  success(result: Result): void;
  fail(failure: { errMsg: string }): void;
}

type Task = { abort(): void } | undefined | void;

interface RequestOptions extends Outcome<{ statusCode: number; header?: object; data: unknown }> {
  url: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  header: Record<string, string>;
  data?: string;
  timeout: number;
}

interface UploadOptions extends Outcome<{ statusCode: number; data: string }> {
  url: string;
  filePath: string;
  name: string;
  header: Record<string, string>;
  timeout: number;
}

/** The part of `wx` that is used; `uni` and `Taro` have it as well. */
export interface WxLike {
  request(options: RequestOptions): Task;
  uploadFile(options: UploadOptions): Task;
  login(options: Outcome<{ code: string }>): unknown;
  requestPayment(options: PaymentArguments & { signType: 'RSA' } & Outcome<unknown>): unknown;
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, value: string): void;
  removeStorageSync(key: string): void;
  getNetworkType?(options: Outcome<{ networkType: string }>): unknown;
}

/** The platform of a mini-program, from its global `wx`. */
export function wxPlatform(wx: WxLike): Platform {
  const answerOf = ({ statusCode, header, data }: { statusCode: number; header?: object; data: unknown }) =>
    ({ status: statusCode, headers: { ...header }, body: data }) as HttpAnswer;

  return {
    request: ({ method, url, headers, body, timeoutMs }, onTask) =>
      new Promise((resolve, fail) => {
        const success = (result: Parameters<typeof answerOf>[0]) => resolve(answerOf(result));
        const data = body === undefined ? {} : { data: body };
        const task = wx.request({ url, method, header: { ...headers }, ...data, timeout: timeoutMs, success, fail });
        if (task) onTask(task);
      }),
    upload: ({ url, headers, filePath, field, timeoutMs }, onTask) =>
      new Promise((resolve, fail) => {
        const success = (result: Parameters<typeof answerOf>[0]) => resolve(answerOf(result));
        const header = { ...headers };
        const task = wx.uploadFile({ url, filePath, name: field, header, timeout: timeoutMs, success, fail });
        if (task) onTask(task);
      }),
    login: () => new Promise((resolve, fail) => wx.login({ success: ({ code }) => resolve(code), fail })),
    requestPayment: (payment) =>
      new Promise((resolve, fail) => wx.requestPayment({ ...payment, success: () => resolve(), fail })),
    storage: {
      get: (key) => wx.getStorageSync(key),
      set: (key, value) => wx.setStorageSync(key, value),
      remove: (key) => wx.removeStorageSync(key),
    },
    isOnline: () =>
      new Promise((resolve) => {
        // Who cannot be asked is taken to be online: the request will tell.
        if (!wx.getNetworkType) return resolve(true);
        wx.getNetworkType({
          success: ({ networkType }) => resolve(networkType !== 'none'),
          fail: () => resolve(true),
        });
      }),
  };
}
