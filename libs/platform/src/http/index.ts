export { leaveCookie } from './requests/cookies.js';
export { createHttpAdapter } from './create-adapter.js';
export { Answers, AnswersFile, AnswersImage, Tag, Tagged } from './reference/documentation.js';
export { Documented, referenceWriter } from './reference/documented.js';
export { documentRefusals } from './reference/documented-refusals.js';
export { type Asked, EarlyAnswer } from './early/early-answer.js';
export { type AnswerHeaders } from './early/direct-call.js';
export { AnsweredEarly, CalledDirectly } from './early/early-routes.js';
export { API_PREFIX, JSON_TYPE } from './answers/enveloped-bytes.js';
export { ENVELOPED, genericFailure, isApiCall, Unenveloped } from './answers/envelope.js';
export { EnvelopeAdapter } from './envelope-adapter.js';
export {
  Forbidden,
  GENERIC_MESSAGES,
  InvalidRequest,
  STATUS_OF_KIND,
  Unauthenticated,
} from './answers/generic-errors.js';
export { fileOf, TakesFile } from './bodies/file-body.js';
export { languageOf } from './answers/language.js';
export { isKnown } from './answers/if-none-match.js';
export { HttpModule } from './http.module.js';
export { IdParam, isId } from './requests/ids.js';
export { KnownShoppers } from './access/known-shoppers.js';
export { type RawBodied } from './bodies/json-body.js';
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
} from './paging/pages.js';
// Controllers take the principals where they take the decorators.
export type { Shopper, Staff } from '#platform/principals';
export { CurrentShopper, CurrentStaff, ForStaff, Public, type SignedIn } from './access/principals.js';
export { ReadyJson } from './answers/ready-json.js';
export { RequestLimits } from './load/request-limits.js';
export { servedBy } from './served-by.js';
export { SameOriginOnly } from './access/same-origin-guard.js';
export { followStaffWrites } from './access/staff-writes.js';
export {
  mustNameOnePlace,
  readStaffPage,
  staffPage,
  type StaffPage,
  staffPageQuery,
  staffPageRequest,
  type StaffPageRequest,
} from './paging/staff-pages.js';
export { StreamedData } from './answers/streamed-data.js';
export { type Quota, showQuotas, TooManyRequests } from './load/too-many-requests.js';
export { body, fen, id, text, time } from './bodies/validation.js';
