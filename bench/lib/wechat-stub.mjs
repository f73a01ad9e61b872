import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * Answers `jscode2session` at once for any code, as the account `o_<code>`, from a thread of its own: the simulator's codes
 * work once, as WeChat's do, and a load generator needs ten thousand.
 */
export async function openWechatStub() {
  const worker = new Worker(new URL('wechat-stub-worker.mjs', import.meta.url));
  const [url] = await once(worker, 'message');
  return { url, close: () => worker.terminate() };
}
