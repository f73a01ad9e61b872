/** How often each of the eight requests is sent, of 100. */
const SHARES = { product: 30, products: 20, me: 14, orders: 10, place: 15, login: 5, hot: 5, hello: 1 };

/** Requests of all kinds, as a shop gets them. */
export function mixOf(requests, count = 10_000) {
  const kinds = Object.entries(SHARES).flatMap(([name, share]) => Array(share).fill(name));
  // A step that shares no factor with 100 visits every kind, and never many of one in a row.
  return Array.from({ length: count }, (_, at) => {
    const kind = requests[kinds[(at * 37) % kinds.length]];
    return kind[at % kind.length];
  });
}
