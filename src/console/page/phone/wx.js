import { ask } from '../api.js';
import { note } from '../sent.js';

/** What `wx.login` says where nobody answered: the shop is away, and WeChat has done nothing wrong. */
export const NOBODY_ANSWERED = 'login:fail nobody answered';

/** Files the person has picked, by the path a mini-program would know them by. @type {Map<string, File>} */
const picked = new Map();

export function pick(file) {
  const path = `wxfile://${crypto.randomUUID()}`;
  picked.set(path, file);
  return path;
}

/**
 * `wx` of one shopper's phone: the requests go to the shop, login codes and payments are the simulated WeChat's.
 *
 * @param {string} user who is signed in to WeChat on this phone
 * @param {() => Promise<boolean>} sheet asks the person, as the sheet of WeChat Pay does
 * @returns {import('../../../../clients/mini-program/src/index.js').WxLike}
 */
export function phoneOf(user, sheet) {
  const storage = `jishi.console.phone.${user}.`;

  return {
    request({ url, method, header, data, timeout, success, fail }) {
      const body = data === undefined ? undefined : JSON.parse(data);
      return exchange({ url, method, header, body, timeout }, data, success, fail, async (answer) => {
        const text = await answer.text();
        try {
          return JSON.parse(text);
        } catch {
          return text;
        }
      });
    },

    uploadFile({ url, filePath, name, header, timeout, success, fail }) {
      const file = picked.get(filePath);
      if (!file) return fail({ errMsg: 'uploadFile:fail file not found' });
      const form = new FormData();
      form.append(name, file, file.name);
      return exchange({ url, method: 'POST', header, timeout }, form, success, fail, (answer) => answer.text());
    },

    login({ success, fail }) {
      ask('POST', '/console/wechat/login', { user }).then(success, ({ status, message }) =>
        fail({ errMsg: status === 0 ? NOBODY_ANSWERED : `login:fail ${message}` }),
      );
    },

    requestPayment({ success, fail, timeStamp, nonceStr, package: prepay, signType, paySign }) {
      const payment = { timeStamp, nonceStr, package: prepay, signType, paySign };
      const pay = async () => {
        if (!(await sheet())) throw new Error('cancel');
        return ask('POST', '/console/wechat/pay', payment);
      };
      pay().then(success, ({ message }) => fail({ errMsg: `requestPayment:fail ${message}` }));
    },

    getStorageSync: (key) => sessionStorage.getItem(storage + key) ?? '',
    setStorageSync: (key, value) => sessionStorage.setItem(storage + key, value),
    removeStorageSync: (key) => sessionStorage.removeItem(storage + key),
    getNetworkType: ({ success }) => success({ networkType: navigator.onLine ? 'wifi' : 'none' }),
  };
}

/**
 * A phone has no cookies: whoever is signed in to this browser as staff is nobody here.
 *
 * @param {{url: string, method: string, header: Record<string, string>, body?: unknown, timeout: number}} request
 */
function exchange({ url, method, header, body, timeout }, data, success, fail, read) {
  const ending = new AbortController();
  const as = header['Authorization'] ? 'shopper' : 'nobody';
  const path = url.replace(location.origin, '');
  const answered = note({ method, path, body, as, key: header['Idempotency-Key'] });
  const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(timeout)]);
  const run = async () => {
    const answer = await fetch(url, { method, headers: header, body: data, credentials: 'omit', signal });
    answered(answer.status, answer.headers.get('x-request-id'));
    return { statusCode: answer.status, header: Object.fromEntries(answer.headers), data: await read(answer) };
  };
  run().then(success, ({ name }) => {
    answered(0, null);
    fail({ errMsg: `request:fail ${name === 'TimeoutError' ? 'timeout' : 'socket is closed'}` });
  });
  return { abort: () => ending.abort() };
}
