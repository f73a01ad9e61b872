/** What `code` of a refusal says; docs/errors.md tells what to do about each. Codes below 1000 are HTTP statuses. */
export const Codes = {
  /** The request is not valid · 请求参数有误 */
  InvalidRequest: 400,
  /** Sign in first · 请先登录 */
  SignInFirst: 401,
  /** Not allowed · 没有权限 */
  NotAllowed: 403,
  /** Not found · 资源不存在 */
  NotFound: 404,
  /** Method not allowed · 不支持的请求方法 */
  MethodNotAllowed: 405,
  /** The request came too slowly · 请求超时 */
  TooSlow: 408,
  /** Conflicts with the present state · 与当前状态冲突 */
  Conflict: 409,
  /** The request is too large · 请求内容过大 */
  TooLarge: 413,
  /** Unsupported content type · 不支持的内容类型 */
  UnsupportedType: 415,
  /** The request cannot be processed · 请求无法处理 */
  Unprocessable: 422,
  /** Too many requests, try again later · 请求过于频繁，请稍后再试 */
  TooManyRequests: 429,
  /** The request headers are too large · 请求头过大 */
  HeadersTooLarge: 431,
  /** Internal server error · 服务器内部错误 */
  ServerError: 500,
  /** Temporarily unavailable, try again soon · 服务暂时不可用，请稍后再试 */
  Unavailable: 503,
  /** User not found · 用户不存在 */
  UserNotFound: 1001,
  /** Address not found · 地址不存在 */
  AddressNotFound: 1002,
  /** The phone number is already bound to another user · 该手机号已绑定其他用户 */
  PhoneTaken: 1003,
  /** The WeChat data cannot be decrypted: log in again · 微信数据解密失败，请重新登录后再试 */
  WechatDataUnreadable: 1004,
  /** Erasure must wait: an order is under way · 有订单正在进行中，暂时不能注销 */
  ErasureMustWait: 1005,
  /** The phone code is invalid, expired or used · 手机号授权码无效、已过期或已使用 */
  PhoneCodeRefused: 1006,
  /** The WeChat login code is invalid, expired or used · 微信登录凭证无效或已过期，请重新登录 */
  LoginCodeRefused: 1101,
  /** The access token has expired · 登录已过期 */
  AccessTokenExpired: 1102,
  /** The access token is not valid any more · 登录已失效，请重新登录 */
  AccessTokenRefused: 1103,
  /** The refresh token is invalid or expired · 刷新令牌无效或已过期，请重新登录 */
  RefreshTokenRefused: 1104,
  /** The refresh token was used twice, its session is revoked · 刷新令牌被重复使用，会话已被撤销，请重新登录 */
  RefreshTokenReused: 1105,
  /** The name or the password is wrong · 用户名或密码错误 */
  StaffSignInRefused: 1106,
  /** The account is blocked · 账号已被限制登录 */
  AccountBlocked: 1107,
  /** Product not found · 商品不存在 */
  ProductNotFound: 2001,
  /** SKU not found · SKU 不存在 */
  SkuNotFound: 2002,
  /** SKU is off the shelf · 商品已下架 */
  OffTheShelf: 2003,
  /** Not enough stock · 库存不足 */
  NotEnoughStock: 3001,
  /** Order not found · 订单不存在 */
  OrderNotFound: 4001,
  /** The status does not allow this · 当前状态不允许此操作 */
  OrderStatusForbids: 4002,
  /** Idempotency-Key is missing or malformed · 缺少或无效的 Idempotency-Key */
  IdempotencyKeyMalformed: 4003,
  /** This Idempotency-Key was used before with another body · 该 Idempotency-Key 已用于不同的请求 */
  IdempotencyKeyReused: 4004,
  /** The first request with this Idempotency-Key is still running · 使用相同 Idempotency-Key 的请求正在处理中 */
  IdempotencyKeyBusy: 4005,
  /** Too many unpaid orders · 未支付订单过多，请先支付或取消 */
  TooManyUnpaidOrders: 4006,
  /** The price has changed · 价格已变动，请确认后重新下单 */
  PriceChanged: 4007,
  /** Payment or refund not found · 支付或退款不存在 */
  PaymentNotFound: 5001,
  /** Already paid · 订单已支付 */
  AlreadyPaid: 5002,
  /** The refund exceeds what was paid · 退款金额超过已支付金额 */
  RefundTooLarge: 5003,
  /** WeChat is not available at the moment, try again soon · 微信服务暂时不可用，请稍后再试 */
  WechatUnavailable: 6001,
  /** The limit WeChat sets is reached, try again later · 微信接口调用已达上限，请稍后再试 */
  WechatLimitReached: 6002,
  /** The content is refused, change it and try again · 内容含有违规信息，请修改后再试 */
  ContentRefused: 6003,
  /** It is not in the cart · 购物车中没有该商品 */
  NotInCart: 7001,
  /** The cart is full · 购物车已满 */
  CartIsFull: 7002,
  /** So many of one cannot be in the cart · 该商品数量已达上限 */
  TooManyOfOne: 7003,
  /** Coupon template not found · 优惠券活动不存在 */
  CouponTemplateNotFound: 7101,
  /** The coupon template is closed · 优惠券活动已关闭 */
  CouponTemplateClosed: 7102,
  /** This is not the time to claim it · 不在领取时间内 */
  NotClaimableNow: 7103,
  /** All coupons have been claimed · 优惠券已领完 */
  AllCouponsClaimed: 7104,
  /** You have claimed as many as one shopper may · 已达到每人领取上限 */
  CouponLimitReached: 7105,
  /** More coupons than that are claimed already · 总量不能少于已领取的数量 */
  TotalBelowClaimed: 7106,
  /** Coupon not found · 优惠券不存在 */
  CouponNotFound: 7107,
  /** The coupon has been used · 优惠券已使用 */
  CouponUsed: 7108,
  /** The coupon has expired · 优惠券已过期 */
  CouponExpired: 7109,
  /** The coupon is not valid yet · 优惠券尚未生效 */
  CouponNotStarted: 7110,
  /** The goods cost too little for the coupon · 未达到优惠券使用门槛 */
  CouponThresholdNotMet: 7111,
  /** The coupon takes nothing off these goods · 优惠券不适用于这些商品 */
  CouponDoesNotFit: 7112,
  /** Flash price not found · 限时价不存在 */
  FlashPriceNotFound: 7113,
  /** A flash price is below the ordinary price · 限时价须低于原价 */
  FlashPriceTooHigh: 7114,
  /** There is no report of that day · 该日期没有报表 */
  ReportNotFound: 7201,
  /** That day is not over · 该日期尚未结束 */
  DayIsNotOver: 7202,
  /** That day is too long ago · 该日期过早，无法生成报表 */
  DayIsTooLongAgo: 7203,
  /** The report is not made yet · 报表尚未生成 */
  ReportNotMade: 7204,
} as const;

export type Code = (typeof Codes)[keyof typeof Codes];
