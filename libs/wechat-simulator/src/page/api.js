import { toast } from './dom.js';

const base = '/_simulator';

/** Calls the control API; what is refused is shown, and answered with null. */
export async function call(method, path, body) {
  try {
    const response = await fetch(base + path, { method, ...(body && { body: JSON.stringify(body) }) });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error ?? response.status);
    wake();
    return answer;
  } catch (error) {
    toast(error.message, true);
    return null;
  }
}

export const post = (path, body) => call('POST', path, body ?? {});
export const remove = (path) => call('DELETE', path);
export const read = (path) => fetch(base + path).then((response) => response.json());

let wake = () => {};
const shownOfEachList = 60;

/** Tells of every new state, soon after a call and every second otherwise; null: the simulator is gone. */
export async function follow(onState) {
  for (let tag = null; ;) {
    try {
      const headers = tag ? { 'If-None-Match': tag } : {};
      const response = await fetch(`${base}/state?limit=${shownOfEachList}`, { headers, cache: 'no-store' });
      if (response.status === 200) {
        tag = response.headers.get('etag');
        onState(await response.json());
      }
    } catch {
      tag = null;
      onState(null);
    }
    await new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, document.hidden ? 5000 : 1000);
    });
  }
}
