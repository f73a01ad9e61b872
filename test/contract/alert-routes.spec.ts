import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { DEPLOY } from '../support/alert-rules.js';
import { findProgram } from '../support/programs.js';

const amtool = findProgram(['amtool'], { suite: 'routes of alerts', install: 'prometheus-alertmanager' });

const VARIABLES = {
  ALERT_DINGTALK_URL: 'http://dingtalk:8060',
  ALERT_HEARTBEAT_URL: 'https://heartbeat.example.com/jishi',
  ALERT_PHONE_URL: 'https://phone.example.com/call?to=a&sign=b',
  ALERT_SMS_URL: 'https://sms.example.com/',
  ALERT_MAIL_SMARTHOST: 'mail.example.com:587',
  ALERT_MAIL_FROM: 'shop@example.com',
  ALERT_MAIL_TO: 'on-call@example.com',
  ALERT_MAIL_USERNAME: 'shop',
  ALERT_MAIL_PASSWORD: "it's \\1 & ${HOME}",
  DINGTALK_WEBHOOK_URL: 'https://oapi.dingtalk.com/robot/send?access_token=t',
  DINGTALK_WEBHOOK_SECRET: 'SEC1',
  RUNBOOK_BASE_URL: 'https://git.example.com/jishi/-/blob/main',
};

const without = (name: keyof typeof VARIABLES) =>
  Object.fromEntries(Object.entries(VARIABLES).filter(([key]) => key !== name));

interface Receiver {
  readonly name: string;
  readonly webhook_configs: readonly { readonly url: string; readonly send_resolved: boolean }[];
  readonly email_configs?: readonly { readonly to: string }[];
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jishi-routes-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function render(template: string, env: Record<string, string> = VARIABLES) {
  const file = join(DEPLOY, 'alertmanager', template);
  const { status, stdout, stderr } = spawnSync('sh', [join(DEPLOY, 'alertmanager/render.sh'), file], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  return { status, stdout, stderr };
}

function rendered(template: string): string {
  const path = join(folder, template);
  writeFileSync(path, render(template).stdout);
  return path;
}

describe('render.sh', () => {
  it('puts values in as they are, whatever characters they have', () => {
    const { global } = load(render('alertmanager.yml').stdout) as { global: Record<string, string> };
    expect(global['smtp_auth_password']).toBe(VARIABLES.ALERT_MAIL_PASSWORD);
    expect(global['smtp_smarthost']).toBe(VARIABLES.ALERT_MAIL_SMARTHOST);
  });

  it('takes a secret from a file', () => {
    const file = join(folder, 'secret');
    writeFileSync(file, 'from a file\n');
    const { stdout } = render('alertmanager.yml', {
      ...without('ALERT_MAIL_PASSWORD'),
      ALERT_MAIL_PASSWORD_FILE: file,
    });
    expect((load(stdout) as { global: Record<string, string> }).global['smtp_auth_password']).toBe('from a file');
  });

  it('ends with a line that names what is missing', () => {
    const others = without('ALERT_SMS_URL');
    expect(render('alertmanager.yml', others)).toMatchObject({
      status: 1,
      stderr: 'render.sh: set ALERT_SMS_URL or ALERT_SMS_URL_FILE\n',
    });
    expect(render('alertmanager.yml', { ...others, ALERT_SMS_URL_FILE: '/nowhere' })).toMatchObject({
      status: 1,
      stderr: 'render.sh: ALERT_SMS_URL_FILE names a file that cannot be read: /nowhere\n',
    });
  });
});

describe('who hears of an alert', () => {
  const { receivers } = load(render('alertmanager.yml').stdout) as { receivers: readonly Receiver[] };
  const heardBy = (name: string) => {
    const receiver = receivers.find((one) => one.name === name);
    return {
      urls: receiver?.webhook_configs.map(({ url }) => url),
      saysWhenOver: receiver?.webhook_configs.map((one) => one.send_resolved),
      mail: receiver?.email_configs?.map(({ to }) => to) ?? [],
    };
  };
  const { ALERT_PHONE_URL: phone, ALERT_SMS_URL: sms, ALERT_MAIL_TO: mail } = VARIABLES;
  const dingtalk = 'http://dingtalk:8060/dingtalk';

  it('P1 rings the telephone once and is over in DingTalk; P2 and P3 wait in DingTalk and in the mail', () => {
    expect(heardBy('P1')).toEqual({
      urls: [`${dingtalk}/urgent/send`, phone, sms],
      saysWhenOver: [true, false, false],
      mail: [],
    });
    expect(heardBy('P2')).toEqual({ urls: [`${dingtalk}/usual/send`], saysWhenOver: [true], mail: [mail] });
    expect(heardBy('P3')).toEqual({ urls: [`${dingtalk}/usual/send`], saysWhenOver: [false], mail: [mail] });
  });

  it('the robots that P1, P2 and P3 are sent to exist, and sign', () => {
    const { targets } = load(render('dingtalk.yml').stdout) as { targets: Record<string, { secret: string }> };
    const robots = receivers.flatMap(({ webhook_configs: urls }) =>
      urls.map(({ url }) => /\/dingtalk\/(\w+)\//.exec(url)),
    );
    expect([...new Set(robots.flatMap((robot) => robot?.[1] ?? []))].toSorted()).toEqual(
      Object.keys(targets).toSorted(),
    );
    for (const { secret } of Object.values(targets)) expect(secret).toBe('SEC1');
  });
});

(amtool ? describe : describe.skip)('Alertmanager itself', () => {
  const run = (...args: readonly string[]) => {
    const { status, stdout } = spawnSync(amtool ?? '', args, { encoding: 'utf8' });
    return { status, stdout: stdout.trim() };
  };

  it('takes the configuration', () => {
    expect(run('check-config', rendered('alertmanager.yml'))).toMatchObject({ status: 0 });
  });

  it.each([
    ['P1', 'level=P1'],
    ['P2', 'level=P2'],
    ['P3', 'level=P3'],
    ['P2', 'alertname=WithoutLevel'],
    ['heartbeat', 'alertname=Watchdog', 'level=P3'],
  ])('sends to %s what has %s', (receiver, ...labels) => {
    const file = rendered('alertmanager.yml');
    expect(run('config', 'routes', 'test', `--config.file=${file}`, ...labels)).toEqual({
      status: 0,
      stdout: receiver,
    });
  });

  it.each([
    ['firing', '[P1] ServiceDown', '### 🔥 [P1] No instance answers · 服务不可用'],
    ['resolved', '已恢复 [P1] ServiceDown', '### ✅ 已恢复 [P1] No instance answers · 服务不可用'],
  ])('writes a message for DingTalk that says what is %s, with a link to the run book', (status, title, heading) => {
    const alert = {
      status,
      labels: { alertname: 'ServiceDown', level: 'P1' },
      annotations: {
        summary: 'No instance answers · 服务不可用',
        description: 'Prometheus reaches none.',
        runbook_url: 'docs/operations.md#servicedown',
      },
      startsAt: '2026-11-26T02:00:00Z',
    };
    const data = { status, alerts: [alert], groupLabels: { alertname: 'ServiceDown' }, commonLabels: alert.labels };
    const file = join(folder, 'data.json');
    writeFileSync(file, JSON.stringify(data));
    const write = (name: string) =>
      run(
        'template',
        'render',
        `--template.glob=${rendered('dingtalk.tmpl')}`,
        `--template.data=${file}`,
        `--template.text={{ template "jishi.${name}" . }}`,
      ).stdout;
    expect(write('title')).toBe(title);
    expect(write('text').split(/\n{2,}/)).toEqual([
      heading,
      'Prometheus reaches none.',
      `2026-11-26 02:00:00 UTC · [ServiceDown](${VARIABLES.RUNBOOK_BASE_URL}/docs/operations.md#servicedown)`,
    ]);
  });
});

describe('docker/compose.monitoring.yaml', () => {
  interface Service {
    readonly environment?: Readonly<Record<string, string>>;
    readonly volumes?: readonly string[];
    readonly secrets?: readonly string[];
  }
  const docker = join(DEPLOY, '../docker');
  const compose = load(readFileSync(join(docker, 'compose.monitoring.yaml'), 'utf8')) as {
    readonly services: Readonly<Record<string, Service>>;
    readonly secrets: Readonly<Record<string, unknown>>;
  };
  const services = Object.entries(compose.services);

  it.each([
    ['alertmanager', ['alertmanager.yml']],
    ['dingtalk', ['dingtalk.yml', 'dingtalk.tmpl']],
  ])('gives %s all that its templates leave open, and no more', (name, templates) => {
    const texts = templates.map((file) => readFileSync(join(DEPLOY, 'alertmanager', file), 'utf8'));
    const open = texts.flatMap((text) =>
      [...text.matchAll(/^(?! *#).*\$\{([A-Z_]+)\}/gm)].map(([, variable]) => variable),
    );
    const given = Object.keys(compose.services[name]?.environment ?? {}).map((one) => one.replace(/_FILE$/, ''));
    expect(given.toSorted()).toEqual([...new Set(open)].toSorted());
  });

  it.each(services)('%s mounts what exists, and reads secrets that are declared', (_, { volumes = [], ...service }) => {
    const mounted = volumes.flatMap((volume) => volume.match(/^\.[^:]+/) ?? []);
    expect(mounted.filter((path) => !existsSync(join(docker, path)))).toEqual([]);
    const { secrets = [], environment = {} } = service;
    expect(secrets.filter((secret) => !(secret in compose.secrets))).toEqual([]);
    const read = Object.values(environment).flatMap((value) => /^\/run\/secrets\/(.+)$/.exec(value)?.[1] ?? []);
    expect(read.toSorted()).toEqual(secrets.toSorted());
  });
});

it('no address and no secret of anybody stands in the files', () => {
  for (const file of ['alertmanager.yml', 'dingtalk.yml']) {
    const text = readFileSync(join(DEPLOY, 'alertmanager', file), 'utf8');
    for (const [, value] of text.matchAll(/^ *(?:- )?(?:url|secret|to|smtp_\w+): (.+)$/gm)) {
      expect(value).toMatch(/^'\$\{[A-Z_]+\}|^true$/);
    }
  }
});
