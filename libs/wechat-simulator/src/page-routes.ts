import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Answer, type Route } from './http.js';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};
const headers = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
};

/** The page at `/`, from plain files that lie beside this one, in the sources and in what is built of them. */
export function pageRoutes(): Route[] {
  return [
    { method: 'GET', path: /^\/$/, handle: () => page('index.html') },
    { method: 'GET', path: /^\/_simulator\/page\/([a-z-]+\.(?:js|css|svg))$/, handle: (_request, name) => page(name) },
  ];
}

function page(name: string): Answer {
  try {
    const body = readFileSync(fileURLToPath(new URL(`./page/${name}`, import.meta.url)));
    return { status: 200, contentType: types[name.split('.').at(-1) ?? ''] ?? 'text/plain', headers, body };
  } catch {
    return { status: 404, contentType: 'text/plain', body: 'not found' };
  }
}
