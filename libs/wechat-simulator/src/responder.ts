import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { checkAuthorization, checkHeaders } from './authorization.js';
import { ControlError } from './control-error.js';
import type { Fault } from './faults.js';
import { json, type Answer, type Request, type Route } from './http.js';
import { plainText } from './mini-program-routes.js';
import { tamper } from './platform-signer.js';
import { garbage, refusal } from './refusals.js';
import { MiniProgramError, PayError } from './wechat-errors.js';
import type { World } from './world.js';

const dripChunks = 20;

/** Answers one request: finds its route, lets a fault spoil it, signs what WeChat Pay says. */
export async function respond(
  request: Request,
  response: ServerResponse,
  routes: Route[],
  world: World,
): Promise<void> {
  const route = routes.find(({ method, path }) => method === request.method && path.test(request.path));
  const fault = route?.target && world.faults.take(route.target);
  if (fault?.value === 'before' && breaks(fault, response)) return;
  const answer = await answerTo(request, route, fault, world);
  if (fault?.kind === 'delay') await wait(Number(fault.value), undefined, { ref: false });
  if (fault && breaks(fault, response)) return;
  if (fault?.kind === 'rotated') rotateSession(answer, world);

  const signed = isPay(request) && !(answer.body instanceof Buffer) && answer.contentType !== 'text/html';
  const headers = signed ? await signature(request, answer, fault, world) : {};
  if (response.destroyed) return;
  const type = answer.contentType && { 'Content-Type': answer.contentType };
  response.writeHead(answer.status, { ...type, ...answer.headers, ...headers });
  await write(response, spoilt(answer.body, fault), fault);
}

/** Whether the fault leaves the connection without an answer. */
function breaks(fault: Fault, response: ServerResponse): boolean {
  if (fault.kind === 'drop') response.destroy();
  if (fault.kind === 'reset') response.socket?.resetAndDestroy();
  return fault.kind === 'drop' || fault.kind === 'reset' || fault.kind === 'hang';
}

function spoilt(body: string | Buffer, fault: Fault | undefined): string | Buffer {
  if (fault?.kind === 'truncated') return body.slice(0, body.length / 2);
  if (fault?.value === 'tampered' && typeof body === 'string') return tamper(body);
  return body;
}

async function write(response: ServerResponse, body: string | Buffer, fault: Fault | undefined): Promise<void> {
  if (fault?.kind !== 'slow') return void response.end(body);
  const bytes = Buffer.from(body);
  const size = Math.max(1, Math.ceil(bytes.length / dripChunks));
  for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
    response.write(bytes.subarray(at, at + size));
    await wait(Number(fault.value) / dripChunks, undefined, { ref: false });
  }
  response.end();
}

async function answerTo(
  request: Request,
  route: Route | undefined,
  fault: Fault | undefined,
  world: World,
): Promise<Answer> {
  try {
    if (isPay(request)) await admit(request, world);
    if (!route) return notFound(request);
    if (fault?.kind === 'http500') return garbage(Number(fault.value ?? 500));
    if (fault?.kind === 'garbage') return garbage(200);
    const refused = fault && refusal(fault, isPay(request));
    if (refused) throw refused;
    return await route.handle(request, parameterOf(route, request));
  } catch (error) {
    if (error instanceof PayError) return { ...json(null, error.status), body: error.toBody() };
    if (error instanceof ControlError) return json({ error: error.message }, error.status);
    if (error instanceof MiniProgramError) {
      const type = route?.target === 'jscode2session' ? plainText(null) : json(null);
      return { ...type, body: error.toBody() };
    }
    throw error;
  }
}

/** Who calls WeChat Pay must have signed the request, and may name only a key that exists. */
async function admit(request: Request, world: World): Promise<void> {
  checkHeaders(request);
  checkAuthorization(request, world.merchant, world.now());
  const serial = request.headers['wechatpay-serial'];
  if (typeof serial === 'string' && !(await world.signer.knows(serial))) {
    throw new PayError('PARAM_ERROR', '平台证书序列号Wechatpay-Serial错误', {
      field: 'Wechatpay-Serial',
      value: serial,
    });
  }
}

async function signature(request: Request, answer: Answer, fault: Fault | undefined, world: World) {
  const serial = request.headers['wechatpay-serial'];
  const forgery = fault?.kind === 'forged' ? (fault.value ?? 'random') : undefined;
  // A serial that is not known was refused above, and the refusal is signed with the present key.
  const wanted = typeof serial === 'string' && (await world.signer.knows(serial)) ? serial : undefined;
  const headers = await world.signer.headers(answer.body.toString(), wanted, forgery);
  return { ...headers, 'Request-ID': randomBytes(16).toString('hex').toUpperCase() };
}

/** The key that was just answered is void already: somebody logged in at the same time. */
function rotateSession({ body }: Answer, world: World): void {
  const { openid } = JSON.parse(body.toString()) as { openid?: string };
  if (openid !== undefined) world.users.rotateSessionKey(openid);
}

function notFound(request: Request): Answer {
  if (isPay(request)) throw new PayError('RESOURCE_NOT_EXISTS', '请求的资源不存在');
  return json({ error: 'not found; GET / and GET /_simulator show what there is' }, 404);
}

function parameterOf(route: Route, request: Request): string {
  const parameter = route.path.exec(request.path)?.[1] ?? '';
  try {
    return decodeURIComponent(parameter);
  } catch {
    return parameter;
  }
}

function isPay(request: Request): boolean {
  return request.path.startsWith('/v3/');
}
