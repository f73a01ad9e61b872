/** The envelope of the shop (docs/conventions.md), as the edge makes it around what it holds. */

const SUCCESS = { zh: '请求成功', en: 'OK' };
const NO_SUCH_PRODUCT = { zh: '商品不存在', en: 'Product not found' };
const UNAVAILABLE = { zh: '服务暂时不可用，请稍后再试', en: 'Temporarily unavailable, try again soon' };
const SANE_REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

const languageOf = (request) =>
  request.headers.get('accept-language')?.trimStart().toLowerCase().startsWith('en') ? 'en' : 'zh';

/** A client's own id if it is sane: it is in the answer, and in the log of the shop if the request gets there. */
export function requestIdOf(request) {
  const sent = request.headers.get('x-request-id') ?? '';
  return SANE_REQUEST_ID.test(sent) ? sent : crypto.randomUUID();
}

/** Whether the client has what bears this tag; weak and strong tags are alike. */
function isKnown(request, tag) {
  const opaque = (one) => one.trim().replace(/^W\//, '');
  const sent = request.headers.get('if-none-match')?.split(',') ?? [];
  return sent.some((one) => one.trim() === '*' || opaque(one) === opaque(tag));
}

/**
 * The answer with what is held. `Age` is how old its units for sale may be here, besides the 2 s of the shop itself.
 * @param {'held' | 'fetched' | 'away' | 'snapshot'} how whether it was here, was just asked for, or is all there is while the shop does not
 * answer: as a page that was asked for before, or made from the snapshot
 */
export function heldAnswer(held, request, how) {
  const requestId = requestIdOf(request);
  const headers = {
    'cache-control': 'public, no-cache',
    etag: held.tag,
    vary: 'accept-language',
    'x-catalog-revision': String(held.revision),
    'x-request-id': requestId,
    age: String(Math.ceil(Math.max(0, Date.now() - held.at) / 1_000)),
    'jishi-edge': how,
  };
  if (isKnown(request, held.tag)) return new Response(null, { status: 304, headers });
  const body = `{"code":200,"message":"${SUCCESS[languageOf(request)]}","data":${held.data},"requestId":"${requestId}"}`;
  return new Response(body, { headers: { ...headers, 'content-type': 'application/json; charset=utf-8' } });
}

/** When the shop does not answer, and nothing is held. */
export function unavailable(request) {
  return refusal(
    request,
    { status: 503, code: 503, messages: UNAVAILABLE },
    { 'retry-after': '1', 'jishi-edge': 'away' },
  );
}

/** When the shop does not answer, and the whole catalogue has no such product. */
export function noSuchProduct(request) {
  return refusal(request, { status: 404, code: 2001, messages: NO_SUCH_PRODUCT }, { 'jishi-edge': 'snapshot' });
}

function refusal(request, { status, code, messages }, more) {
  const requestId = requestIdOf(request);
  const body = { code, message: messages[languageOf(request)], data: null, requestId };
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-request-id': requestId,
    ...more,
  };
  return new Response(JSON.stringify(body), { status, headers });
}
