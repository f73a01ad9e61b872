import { createServer } from 'node:http';
import { parentPort } from 'node:worker_threads';

// Answers `jscode2session` at once for any code, as the account `o_<code>`: the simulator's codes work once, as WeChat's do,
// and a load generator needs ten thousand.

const server = createServer((request, response) => {
  const code = new URL(request.url, 'http://wechat').searchParams.get('js_code');
  const body = JSON.stringify({ openid: `o_${code}`, session_key: 'c2Vzc2lvbi1rZXktMTIzNA==' });
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(`http://127.0.0.1:${server.address().port}`));
