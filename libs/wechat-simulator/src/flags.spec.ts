import { readFlags } from './flags.js';

describe('the flags of the stand-alone simulator', () => {
  it('win over the variables that say the same', () => {
    const setting = readFlags(['--port', '4000'], { WECHAT_SIMULATOR_PORT: '1', WECHAT_APP_ID: 'wx1' });
    expect(setting?.('WECHAT_SIMULATOR_PORT')).toBe('4000');
    expect(setting?.('WECHAT_APP_ID')).toBe('wx1');
  });

  it('read a PEM with its line ends written out, and take nothing for unset', () => {
    const setting = readFlags([], { WECHAT_PAY_MCH_PRIVATE_KEY: 'a\\nb', WECHAT_APP_ID: '' });
    expect(setting?.('WECHAT_PAY_MCH_PRIVATE_KEY')).toBe('a\nb');
    expect(setting?.('WECHAT_APP_ID')).toBeUndefined();
  });

  it('are refused when there is no such flag, and explained on request', () => {
    expect(() => readFlags(['--prot', '1'], {})).toThrow('--prot');
    expect(readFlags(['--help'], {})).toBeNull();
  });
});
