import type { Operation } from '../support/api-document.js';

const ENVELOPE = ['code', 'message', 'data', 'requestId'];

/** What an endpoint that the contract does not know does otherwise than docs/conventions.md says. `name`: method and path. */
export function brokenConventions(name: string, { responses, security = [] }: Operation): string[] {
  const success = Object.entries(responses).filter(([status]) => status < '300');
  const allowed = name.startsWith('POST ') ? ['200', '201'] : ['200'];
  const content = success[0]?.[1].content ?? {};
  const { required } = (content['application/json']?.schema ?? { required: ENVELOPE }) as { required?: string[] };
  const forStaff = security.some((scheme) => 'cookie' in scheme);
  const kept = {
    'succeeds with 200, or a POST with 201': success.length === 1 && allowed.includes(success[0]?.[0] ?? ''),
    'says what it answers, in the envelope': Object.keys(content).length > 0 && String(required) === String(ENVELOPE),
    'is below /admin where it is for staff, and nowhere else': name.includes(' /api/v1/admin/') === forStaff,
  };
  return Object.entries(kept).flatMap(([rule, isKept]) => (isKept ? [] : [`${name}: ${rule}`]));
}
