import { createHash } from 'node:crypto';
import type { Route } from './http.js';
import type { MiniProgram } from './mini-program.js';
import { readJson } from './mini-program-routes.js';
import { makePng } from './png.js';
import { MiniProgramError } from './wechat-errors.js';

/** Every visible character WeChat takes in a scene. */
const scenePattern = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}$/;
const defaultWidth = 430;

/** api.weixin.qq.com: the mini-program code, a picture when all is well and JSON when it is not. */
export function codeImageRoutes(app: MiniProgram): Route[] {
  return [
    {
      method: 'POST',
      path: /^\/wxa\/getwxacodeunlimit$/,
      target: 'code-image',
      handle: (request) => {
        app.tokens.check(request.query.get('access_token'));
        const { scene, page, check_path: checkPath, env_version: version, width = defaultWidth } = readJson(request);
        if (typeof scene !== 'string' || !scenePattern.test(scene)) {
          throw new MiniProgramError(40169, 'invalid length for scene, or the data is not json string');
        }
        if (typeof page === 'string' && page.startsWith('/')) throw new MiniProgramError(41030, 'invalid page');
        const checked = page !== undefined && page !== '' && checkPath !== false;
        if (checked && !app.hasPage(page)) throw new MiniProgramError(41030, 'invalid page');
        if (![undefined, 'release', 'trial', 'develop'].includes(version as string | undefined)) {
          throw new MiniProgramError(40097, 'invalid args: env_version');
        }
        if (typeof width !== 'number' || !(width >= 280 && width <= 1280)) {
          throw new MiniProgramError(40097, 'invalid args: width');
        }
        return { status: 200, contentType: 'image/png', body: draw(`${String(page)} ${scene}`, Math.floor(width)) };
      },
    },
  ];
}

const rays = 72;

/** Rays around an empty middle, long or short as the text's hash says: nothing reads it, but each is another. */
function draw(text: string, width: number): Buffer {
  const bits = createHash('sha512').update(text).digest();
  const middle = width / 2;
  return makePng(width, width, (x, y) => {
    const radius = Math.hypot(x - middle, y - middle) / middle;
    const turn = ((Math.atan2(y - middle, x - middle) / (2 * Math.PI) + 1) % 1) * rays;
    const long = 0.6 + 0.35 * ((bits[Math.floor(turn) % bits.length] ?? 0) / 255);
    return turn % 1 < 0.6 && radius > 0.42 && radius < long ? 0 : 255;
  });
}
