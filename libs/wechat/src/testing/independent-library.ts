import Aes from 'wechatpay-axios-plugin/lib/aes.js';
import Formatter from 'wechatpay-axios-plugin/lib/formatter.js';
import Rsa from 'wechatpay-axios-plugin/lib/rsa.js';

/** Signing, verification and AES-GCM that somebody else wrote, to check ours against, both ways. */
export { Aes, Formatter, Rsa };
