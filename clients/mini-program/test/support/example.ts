import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { WxShim } from './wx-shim.js';

const root = join(__dirname, '../../../..');
const example = join(root, 'clients/mini-program/example');
const NAMES = ['home', 'cart', 'orders', 'product', 'coupons'] as const;

type Handler = (event: unknown) => unknown;

interface PageInstance {
  readonly data: Record<string, unknown>;
  run(method: string, event?: unknown): Promise<unknown>;
}

interface Example {
  page(name: (typeof NAMES)[number]): PageInstance;
  /** Urls of pages that were opened. */
  readonly went: readonly string[];
  /** Toasts. */
  readonly shown: readonly string[];
  /** What modals asked. */
  readonly asked: readonly string[];
  /** Lists of choices that were shown. */
  readonly offered: readonly (readonly string[])[];
}

/** The example's code without its templates, as WeChat would run it: its pages, over a `wx` whose person says yes to all, and takes the last of several. */
export function startExample({ baseUrl, simulatorUrl }: { baseUrl: string; simulatorUrl: string }): Example {
  const pages: Record<string, unknown>[] = [];
  const went: string[] = [];
  const shown: string[] = [];
  const asked: string[] = [];
  const offered: (readonly string[])[] = [];
  const go = ({ url }: { url: string }) => void went.push(url);
  const place = { provinceName: '浙江省', cityName: '杭州市', countyName: '西湖区', detailInfo: '文三路 1 号' };
  const wx = Object.assign(new WxShim({ code: () => 'none', pay: () => Promise.reject(new Error('no sheet')) }), {
    navigateTo: go,
    switchTab: go,
    showToast: ({ title }: { title: string }) => void shown.push(title),
    showModal: async ({ content }: { content: string }) => {
      asked.push(content);
      return { confirm: true };
    },
    showActionSheet: async ({ itemList }: { itemList: readonly string[] }) => {
      offered.push(itemList);
      return { tapIndex: itemList.length - 1 };
    },
    setNavigationBarTitle: () => undefined,
    stopPullDownRefresh: () => undefined,
    chooseAddress: async () => ({ userName: '张三', telNumber: '13800138000', postalCode: '310012', ...place }),
  });
  const globals = { App: () => undefined, Page: (page: Record<string, unknown>) => pages.push(page) };
  const source = bundle()
    .replaceAll('http://localhost:3000', baseUrl)
    .replaceAll('http://127.0.0.1:3900', simulatorUrl);
  runInContext(source, createContext({ ...globals, wx, console: { warn: () => undefined }, setTimeout, clearTimeout }));

  const page = (name: (typeof NAMES)[number]): PageInstance => {
    const made = { ...pages[NAMES.indexOf(name)] } as Record<string, unknown> & { data: Record<string, unknown> };
    made.data = { ...made.data };
    made['setData'] = (change: object) => void Object.assign(made.data, change);
    const run = async (method: string, event?: unknown) => (made[method] as Handler).call(made, event);
    return { data: made.data, run };
  };
  return { page, went, shown, asked, offered };
}

function bundle(): string {
  const input = ['./app', ...NAMES.map((name) => `./pages/${name}/${name}`)]
    .map((path) => `import '${path}';`)
    .join('');
  const alias = `--alias:jishi-mini-program=${join(root, 'clients/mini-program/src/index.ts')}`;
  const options = ['--bundle', '--target=es2018', '--format=iife', alias];
  return execFileSync(join(root, 'node_modules/.bin/esbuild'), options, { input, cwd: example, encoding: 'utf8' });
}
