export { leaveCookie } from './cookies.js';
export { createHttpAdapter } from './create-adapter.js';
export { Answers, AnswersFile, AnswersImage, Tag, Tagged } from './documentation.js';
export { Documented, referenceWriter } from './documented.js';
export { documentRefusals } from './documented-refusals.js';
export { type Asked, EarlyAnswer } from './early/early-answer.js';
export { type AnswerHeaders } from './early/direct-call.js';
export { AnsweredEarly, CalledDirectly } from './early/early-routes.js';
export { API_PREFIX, JSON_TYPE } from './enveloped-bytes.js';
export { Bare, ENVELOPED, EnvelopeAdapter, genericFailure, isApiCall } from './envelope.js';
export { Forbidden, GENERIC_MESSAGES, InvalidRequest, STATUS_OF_KIND, Unauthenticated } from './generic-errors.js';
export { fileOf, TakesFile } from './file-body.js';
export { languageOf } from './language.js';
export { isKnown } from './if-none-match.js';
export { HttpModule } from './http.module.js';
export { IdParam, isId } from './ids.js';
export { KnownShoppers } from './known-shoppers.js';
export { type RawBodied } from './json-body.js';
export {
  cursorAt,
  cursorTo,
  limit,
  page,
  type Page,
  pageOf,
  pageQuery,
  pageRequest,
  type PageRequest,
} from './pages.js';
// Controllers take the principals where they take the decorators.
export type { Shopper, Staff } from '#platform/principals';
export { CurrentShopper, CurrentStaff, ForStaff, Public, type SignedIn } from './principals.js';
export { ReadyJson } from './ready-json.js';
export { RequestLimits } from './request-limits.js';
export { servedBy } from './served-by.js';
export { SameOriginOnly } from './same-origin-guard.js';
export { followStaffWrites } from './staff-writes.js';
export {
  readStaffPage,
  staffPage,
  type StaffPage,
  staffPageQuery,
  staffPageRequest,
  type StaffPageRequest,
} from './staff-pages.js';
export { StreamedData } from './streamed-data.js';
export { type Quota, showQuotas, TooManyRequests } from './too-many-requests.js';
export { body, fen, id, text, time } from './validation.js';
