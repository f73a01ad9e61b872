// The package's index.js cannot be loaded as strict code, which Jest makes of everything; its parts can.
declare module 'wechatpay-axios-plugin/lib/aes.js' {
  export { Aes as default } from 'wechatpay-axios-plugin';
}
declare module 'wechatpay-axios-plugin/lib/formatter.js' {
  export { Formatter as default } from 'wechatpay-axios-plugin';
}
declare module 'wechatpay-axios-plugin/lib/rsa.js' {
  export { Rsa as default } from 'wechatpay-axios-plugin';
}
