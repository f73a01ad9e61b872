/** What `GET /` shows: everything there is, for whoever opens the simulator in a browser. */
export const indexPage = `WeChat simulator: api.weixin.qq.com and api.mch.weixin.qq.com on one port, for development only.

WeChat
  GET  /sns/jscode2session
  POST /cgi-bin/stable_token
  POST /wxa/business/getuserphonenumber
  POST /wxa/sec/order/upload_shipping_info

WeChat Pay (APIv3; signed both ways)
  POST /v3/pay/transactions/jsapi
  GET  /v3/pay/transactions/out-trade-no/{out_trade_no}?mchid=
  GET  /v3/pay/transactions/id/{transaction_id}?mchid=
  POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close
  POST /v3/refund/domestic/refunds
  GET  /v3/refund/domestic/refunds/{out_refund_no}
  GET  /v3/bill/tradebill?bill_date=&bill_type=&tar_type=
  GET  /v3/certificates

Control (plain JSON)
  POST   /_simulator/login           {user?, openid?}                        what wx.login gives
  POST   /_simulator/phone-code      {user?, phone?, countryCode?}           what the getPhoneNumber button gives
  POST   /_simulator/encrypted-data  {user?, data?}                          what wx.getUserProfile gives
  POST   /_simulator/pay             wx.requestPayment's arguments + {notify?, duplicates?, successTime?}
  POST   /_simulator/notifications   {outTradeNo | outRefundNo, times?, changes?}
  POST   /_simulator/refund-outcome  {status}                                of refunds from now on
  POST   /_simulator/refunds         {outRefundNo, status, notify?}          decides one refund
  POST   /_simulator/signing         {mode: public-key | certificate}
  GET    /_simulator/state
  POST   /_simulator/faults          {target, kind, value?, times?}
  DELETE /_simulator/faults
`;
