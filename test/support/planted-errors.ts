/**
 * Node options under which the server throws where nobody catches it: `GET /planted/exception` in a callback of the event loop,
 * `GET /planted/rejection` in a promise that nobody awaits.
 */
export const WITH_PLANTED_ERRORS = `--import data:text/javascript,${encodeURIComponent(`
  import { subscribe } from 'node:diagnostics_channel';
  subscribe('http.server.request.start', ({ request }) => {
    const planted = new Error('planted');
    if (request.url === '/planted/exception') setImmediate(() => { throw planted; });
    if (request.url === '/planted/rejection') void Promise.reject(planted);
  });
`)}`;
