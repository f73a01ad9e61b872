// What it costs to know who asks. The goals in milliseconds are those of the article the shop is measured against.

/** Where the session comes from. `before` brings that about before each round. */
const VARIANTS = [{ name: 'hot', goal: 'p50 ≤ 10 ms', before: undefined }];

export async function run(bench) {
  const shop = await bench.shop();
  const headers = await shop.shopper('regular');
  const peer = { name: '/health/live', requests: [shop.request('GET', '/health/live')] };
  const rows = [];
  for (const { name, goal, before } of VARIANTS) {
    const ours = { name: 'signed in', requests: [shop.request('GET', '/api/v1/users/me', { headers })], before };
    rows.push(await bench.compareRequests({ what: `GET /users/me, ${name}`, goal }, ours, peer));
  }
  return rows;
}
