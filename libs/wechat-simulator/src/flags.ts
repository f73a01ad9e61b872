import { parseArgs } from 'node:util';

/** Flag → the variable that says the same. */
const variables = {
  port: 'WECHAT_SIMULATOR_PORT',
  host: 'WECHAT_SIMULATOR_HOST',
  'time-scale': 'WECHAT_SIMULATOR_TIME_SCALE',
  'bill-ready-hour': 'WECHAT_SIMULATOR_BILL_READY_HOUR',
  'push-url': 'WECHAT_SIMULATOR_PUSH_URL',
  'push-token': 'WECHAT_PUSH_TOKEN',
  'push-aes-key': 'WECHAT_PUSH_AES_KEY',
  'app-id': 'WECHAT_APP_ID',
  'app-secret': 'WECHAT_APP_SECRET',
  'mch-id': 'WECHAT_PAY_MCH_ID',
  'mch-serial-no': 'WECHAT_PAY_MCH_SERIAL_NO',
  'api-v3-key': 'WECHAT_PAY_API_V3_KEY',
} as const;

export const usage = `npm run wechat-simulator -- [--FLAG VALUE …]      each flag has a variable that says the same

${Object.entries(variables)
  .map(([flag, variable]) => `  --${flag.padEnd(18)} ${variable}`)
  .join('\n')}

Only as variables, since they are keys: WECHAT_PAY_MCH_PRIVATE_KEY, WECHAT_PAY_PUBLIC_KEY_ID,
WECHAT_SIMULATOR_PLATFORM_PRIVATE_KEY (PEM, with \\n for line ends). Whatever is missing is made.
`;

type Settings = (name: string) => string | undefined;

/**
 * What a flag says, else what the variable says; null when help was asked for.
 * @throws TypeError for a flag that does not exist
 */
export function readFlags(args: string[], environment: NodeJS.ProcessEnv): Settings | null {
  const options = Object.fromEntries(Object.keys(variables).map((flag) => [flag, { type: 'string' as const }]));
  const { values } = parseArgs({ args, options: { ...options, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return null;
  const given = new Map<string, unknown>(
    Object.entries(variables).map(([flag, variable]) => [variable, (values as Record<string, unknown>)[flag]]),
  );
  return (name) => {
    const flag = given.get(name);
    const value = typeof flag === 'string' ? flag : environment[name];
    return value?.replaceAll('\\n', '\n') || undefined;
  };
}
